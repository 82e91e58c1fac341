/** The socket under a SIP connection, as far as keeping it alive needs it. */
export interface KeepAliveSocket {
  send(text: string): void;
  addEventListener(type: 'message', listener: () => void): void;
  removeEventListener(type: 'message', listener: () => void): void;
}

export interface KeepAliveOptions {
  readonly socket: KeepAliveSocket;
  /** Nothing came back for a ping: the connection is dead although nobody closed it. */
  readonly onSilence: () => void;
  /** Milliseconds between two pings. Default 25 s: below the idle time-outs of home routers and proxies. */
  readonly intervalMs?: number;
  /** How long to wait for anything to come back. Default 10 s, RFC 5626 §4.4.1. */
  readonly timeoutMs?: number;
}

/**
 * Sends the double CRLF of RFC 5626 §3.5.1 and expects anything in return. A server that has never answered one
 * may not know the technique, so silence counts only after the first answer. Returns the function that stops it.
 */
export function keepAlive(options: KeepAliveOptions): () => void {
  const { socket, onSilence, intervalMs = 25_000, timeoutMs = 10_000 } = options;
  let answersPings = false;
  let deadline: ReturnType<typeof setTimeout> | null = null;
  const heard = () => {
    if (!deadline) return;
    answersPings = true;
    clearTimeout(deadline);
    deadline = null;
  };
  const ping = () => {
    if (deadline) return;
    deadline = setTimeout(() => {
      deadline = null;
      if (answersPings) onSilence();
    }, timeoutMs);
    socket.send('\r\n\r\n');
  };
  socket.addEventListener('message', heard);
  const timer = setInterval(ping, intervalMs);
  return () => {
    clearInterval(timer);
    if (deadline) clearTimeout(deadline);
    socket.removeEventListener('message', heard);
  };
}
