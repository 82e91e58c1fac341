/** Receive and send buffer asked of the kernel for UDP; what it grants may be less. */
export const UDP_BUFFER_BYTES = 4 * 1024 * 1024;

/** What IPv4 and UDP leave of 65,535 octets for a message (RFC 768, RFC 791). */
export const MAX_DATAGRAM_BYTES = 65_507;

/** UDP remotes remembered as flows; twice as many at most, the oldest are forgotten first. */
export const UDP_FLOWS_REMEMBERED = 20_000;

/** Waiting connections per TCP listener. */
export const TCP_BACKLOG = 1024;

/** A reader this far behind is cut off: it would hold our memory. */
export const MAX_WRITE_BUFFER_BYTES = 1024 * 1024;

/** Connections, accepted or opened, in the whole engine. */
export const MAX_CONNECTIONS = 50_000;

/** Accepted connections from one remote address, of IPv6 from one /64; a large office may share one. */
export const MAX_CONNECTIONS_PER_ADDRESS = 1000;

/** TLS and WebSocket handshakes must be done this long after the connect, in ms. */
export const HANDSHAKE_TIMEOUT_MS = 10_000;

/** How long a TCP connect and a TLS handshake may take, in ms. */
export const CONNECT_TIMEOUT_MS = 5_000;

/** A connection that never carried a whole message is closed after this, in ms. */
export const FIRST_MESSAGE_TIMEOUT_MS = 30_000;

/** A connection without a single octet from the peer is closed after this, in ms; registrations refresh more often. */
export const IDLE_TIMEOUT_MS = 60 * 60 * 1000;

/** A message that stops half way is checked after this for what can never become valid, in ms. */
export const PARTIAL_MESSAGE_CHECK_MS = 250;

/** A message that has begun must go on this long after its last octet, in ms (RFC 4475 §3.1.2.2). */
export const STALLED_MESSAGE_TIMEOUT_MS = 5_000;

/** The same on the loopback, where nothing is lost and sent again: who stops there has nothing more to say. */
export const STALLED_LOCAL_MESSAGE_TIMEOUT_MS = 500;

/** A message must be complete this long after its first octet, in ms: a slow sender would hold our memory for ever. */
export const WHOLE_MESSAGE_TIMEOUT_MS = 30_000;

/** Something waits to be sent and nothing could be for this long: the connection is cut off, in ms. */
export const BLOCKED_WRITE_TIMEOUT_MS = 20_000;

/** Nothing heard from a WebSocket for this long: it is pinged, in ms. */
export const WEBSOCKET_PING_AFTER_MS = 25_000;

/** Nothing heard for this long, pings included: it is dead, in ms. */
export const WEBSOCKET_DEAD_AFTER_MS = 45_000;

/** How often connections are looked at for the limits above, in ms. */
export const SWEEP_INTERVAL_MS = 500;
