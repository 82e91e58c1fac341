import { type LogLevel, parseCommandLine, UsageError } from './cli-options.ts';
import { usage } from './cli-usage.ts';
import { protocolVersion } from './drachtio/applications.ts';
import { createEngine, type EngineLog } from './engine.ts';
import { serveMetrics } from './metrics-server.ts';

const order: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** One line per event on standard output: time, level, message, fields. */
function consoleLog(lowest: LogLevel): EngineLog {
  const writer =
    (level: LogLevel): EngineLog['info'] =>
    (message, fields) => {
      if (order.indexOf(level) < order.indexOf(lowest)) return;
      const shown = Object.entries(fields ?? {}).map(
        ([name, value]) => ` ${name}=${JSON.stringify(value instanceof Error ? value.message : value)}`,
      );
      process.stdout.write(`${new Date().toISOString()} ${level} ${message}${shown.join('')}\n`);
    };
  return { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') };
}

async function main(): Promise<void> {
  const options = parseCommandLine(process.argv.slice(2), process.env);
  if (typeof options === 'string') {
    process.stdout.write(`${options === 'help' ? usage : protocolVersion}\n`);
    return;
  }
  const log = consoleLog(options.logLevel);
  for (const setting of options.ignored) log.warn('a setting that has no effect here', { setting });
  const engine = await createEngine({ ...options.engine, log });
  for (const listener of engine.listeners) {
    log.info('listening', { protocol: listener.protocol, address: listener.address, port: listener.port });
  }
  const metrics =
    options.metrics === null ? null : await serveMetrics(options.metrics, () => engine.metrics());
  log.info('ready for applications', { port: engine.adminPort, tlsPort: engine.adminTlsPort });
  const stop = (): void => {
    metrics?.close();
    metrics?.closeAllConnections();
    void engine.close();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // As with other servers: renewed certificates without a restart.
  process.on('SIGHUP', () => engine.reloadCertificates());
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    error instanceof UsageError ? `sip-engine: ${message}\n${usage}\n` : `sip-engine: ${message}\n`,
  );
  process.exitCode = 1;
});
