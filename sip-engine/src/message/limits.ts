/** Bytes of the start line and all header fields together. Beyond it: 513 (RFC 3261 §21.5.7), and a stream is closed. */
export const MAX_HEADER_SECTION_BYTES = 64 * 1024;

/**
 * So much of a header section without end is read from a stream, in bytes: one that is too long, of which the request
 * line may be the most, is answered by what stands at its end.
 */
export const MAX_UNENDED_HEADER_BYTES = 2 * MAX_HEADER_SECTION_BYTES;

/** Header lines in one message; folded lines count as one. Beyond it: 513. */
export const MAX_HEADER_LINES = 1024;

/** Characters of the Request-URI. Beyond it: 414 (RFC 3261 §21.4.12). */
export const MAX_REQUEST_URI_LENGTH = 4096;

/** Characters of a method name. Beyond it: 400. */
export const MAX_METHOD_LENGTH = 2048;

/** Bytes of a body on a stream or a WebSocket. Beyond it: 413 (RFC 3261 §21.4.11), and a stream is closed. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** A CSeq number must be less than this (RFC 3261 §8.1.1.5). */
export const CSEQ_LIMIT = 2 ** 31;
