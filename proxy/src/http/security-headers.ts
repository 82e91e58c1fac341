import type { FastifyInstance } from 'fastify';

/** Where the installed Capacitor apps run; their pages come from the phone, so their requests are cross-origin. */
const APP_ORIGINS = new Set(['capacitor://localhost', 'https://localhost', 'http://localhost']);

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  // WebAssembly is for noise suppression.
  "script-src 'self' 'wasm-unsafe-eval'",
  // The component libraries write style attributes and style elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' blob: data:",
  // Safari does not count a WebSocket to the same host as 'self'.
  "connect-src 'self' ws: wss:",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** What browsers are told for every answer. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      // Chrome warns of names that it does not know, such as speaker-selection, which is the page's own by default.
      'permissions-policy': 'microphone=(self), camera=(), geolocation=()',
      'cross-origin-resource-policy': 'same-origin',
    });
  });
}

/**
 * Lets the installed apps, and no other foreign page, read the API's answers (the Fetch standard's CORS protocol).
 * Answers preflights itself. Without cookies there is nothing more for a foreign page to abuse.
 */
export function allowInstalledApps(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    reply.header('vary', 'Origin');
    if (origin === undefined || !APP_ORIGINS.has(origin) || !request.url.startsWith('/api/')) return;
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'ETag, Retry-After, X-Request-Id',
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (request.method !== 'OPTIONS') return;
    await reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
        'access-control-allow-headers': 'Authorization, Content-Type, If-Match',
        'access-control-max-age': 600,
      })
      .send();
  });
}
