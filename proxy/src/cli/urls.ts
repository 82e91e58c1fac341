import { primaryAddress } from '@tandem/media-relay';
import type { LoadedConfig } from '../config/load.ts';

/** Where the softphone is, on this machine first, then for other machines of the network. */
export function softphoneUrls({ http, https }: LoadedConfig): string[] {
  const local = `http://localhost:${http.port}/`;
  const everywhere = ['0.0.0.0', '::'].includes(http.host);
  const elsewhere = everywhere ? primaryAddress() : http.host;
  return https.enabled && elsewhere !== '127.0.0.1'
    ? [local, `https://${elsewhere}:${https.port}/`]
    : [local];
}

/** The same places with a sign-in link's secret; the fragment never reaches a server's log. */
export const signInUrls = (config: LoadedConfig, token: string): string[] =>
  softphoneUrls(config).map((url) => `${url}#/link/${token}`);
