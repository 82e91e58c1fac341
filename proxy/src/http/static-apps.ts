import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';

/** Folders with the built apps, each with an `index.html`. */
export interface StaticFolders {
  readonly softphone: string;
  readonly admin: string;
}

/** Vite writes a hash of the content into these names, so what they name never changes. */
const HASHED = /[/\\]assets[/\\][^/\\]+-[\w-]{8,}\.\w+$/;

const COMPRESSED_FROM_BYTES = 1_024;
/** From here on each step costs far more time than it saves bytes. */
const BROTLI_QUALITY = 6;

/** The softphone at `/` and the console at `/admin/`; unknown paths without an extension are pages of these apps. */
export async function serveApps(app: FastifyInstance, folders: StaticFolders): Promise<void> {
  // Of the apps' files alone: what the API answers is never squeezed together with secrets (the BREACH attack).
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: COMPRESSED_FROM_BYTES,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
  });
  await app.register(fastifyStatic, { serve: false });
  await serveApp(app, '/', folders.softphone);
  await serveApp(app, '/admin/', folders.admin);
  app.get('/admin', { schema: { hide: true } }, (_request, reply) => reply.redirect('/admin/', 308));
  app.setNotFoundHandler((request, reply) => answerUnknownPath(request, reply));
}

async function serveApp(app: FastifyInstance, prefix: string, root: string): Promise<void> {
  if (!existsSync(join(root, 'index.html'))) {
    app.get(`${prefix}*`, { schema: { hide: true } }, (request, reply) => {
      if (isOfApi(request)) return reply.callNotFound();
      return reply.code(503).type('text/html; charset=utf-8').send(NOT_BUILT);
    });
    return;
  }
  await app.register(fastifyStatic, {
    root,
    prefix,
    decorateReply: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      response.setHeader(
        'cache-control',
        HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
}

const isOfApi = (request: FastifyRequest): boolean => request.url.startsWith('/api/');

/** The apps keep their place behind the #, so that every other page address is a mistyped one. */
async function answerUnknownPath(request: FastifyRequest, reply: FastifyReply) {
  const [path = '/'] = request.url.split('?', 1);
  const isPage = (request.method === 'GET' || request.method === 'HEAD') && extname(path) === '';
  if (!isPage || isOfApi(request)) {
    throw new ApiError('not-found', { message: 'There is nothing at this path.' });
  }
  return reply.redirect(path.startsWith('/admin/') ? '/admin/' : '/');
}

const NOT_BUILT = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Tandem</title></head>
<body><h1>This page is not built yet</h1>
<p>Stop the server, run <code>npm run build</code> (or <code>make up</code>, which does), and start it again.</p>
</body></html>
`;
