import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PeerProcess } from './peer-process.ts';
import { freePorts } from './ports.ts';
import { PATIENCE_MS, until } from './wait.ts';

export interface KamailioCarrierOptions {
  /** An address of this machine of its own, so that a trunk can be known by it: `127.0.0.2`. */
  readonly host: string;
  /** Of an earlier one that shall come back; a free one when absent. */
  readonly port?: number;
  readonly realm: string;
  /** The account of the trunk; a regular expression for several. */
  readonly username: string;
  readonly password: string;
  /** The number that reaches the account, which the carrier names in To only. */
  readonly number: string;
  /** No registration lasts longer; an hour when absent. */
  readonly maxExpiresSeconds?: number;
  /** Where calls to everybody else go: `outside@127.0.0.1:5060`. */
  readonly outside: string;
}

const MODULES = [
  'tm',
  'sl',
  'rr',
  'pv',
  'maxfwd',
  'usrloc',
  'registrar',
  'textops',
  'siputils',
  'xlog',
  'auth',
];

export interface KamailioPbxOptions {
  /** An address of this machine of its own, by which its trunk is known: `127.0.0.4`. */
  readonly host: string;
  /** Where calls to numbers that are none of its phones go: `127.0.0.1:5060`. */
  readonly trunk: string;
}

/** A Kamailio of the test's own: a carrier, or a PBX with phones. */
export class Kamailio {
  readonly host: string;
  readonly port: number;
  readonly #folder: string;
  readonly #process: PeerProcess;

  private constructor(host: string, port: number, folder: string) {
    this.host = host;
    this.port = port;
    this.#folder = folder;
    this.#process = new PeerProcess({
      name: `kamailio ${host}`,
      command: 'kamailio',
      args: [
        '-f',
        join(folder, 'kamailio.cfg'),
        '-DD',
        '-E',
        '-m',
        '32',
        '-M',
        '4',
        '-Y',
        folder,
        '-w',
        folder,
      ],
      cwd: folder,
    });
  }

  /** A carrier: it registers one account with digest, challenges its calls, and relays to one phone. */
  static startCarrier(options: KamailioCarrierOptions): Promise<Kamailio> {
    return Kamailio.#start(options.host, options.port, carrierRoutes(options));
  }

  /** A PBX: its phones register without a password, and call each other and by its trunk. */
  static startPbx(options: KamailioPbxOptions): Promise<Kamailio> {
    return Kamailio.#start(options.host, undefined, pbxRoutes(options));
  }

  static async #start(host: string, givenPort: number | undefined, routes: string): Promise<Kamailio> {
    const folder = await mkdtemp(join(tmpdir(), 'tandem-kamailio-'));
    const port = givenPort ?? (await freePorts(2));
    await writeFile(join(folder, 'kamailio.cfg'), preamble(host, port) + routes);
    const kamailio = new Kamailio(host, port, folder);
    try {
      await kamailio.#process.printed(/kamailio is ready/, PATIENCE_MS);
    } catch (error) {
      await kamailio.stop();
      throw error;
    }
    return kamailio;
  }

  get address(): string {
    return `${this.host}:${this.port}`;
  }

  /** What it said of each request: `REGISTER accepted`, `INVITE challenged` … */
  get log(): string {
    return this.#process.output;
  }

  saw(what: RegExp, timeoutMs = PATIENCE_MS): Promise<unknown> {
    return until(`kamailio to say ${what}`, () => what.exec(this.log), {
      timeoutMs,
      explain: () => this.log.slice(-3000),
    });
  }

  /** Dies without a word. */
  async stop(): Promise<void> {
    await this.#process.stop('SIGTERM');
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function preamble(host: string, port: number): string {
  return `#!KAMAILIO
debug=1
log_stderror=yes
children=2
auto_aliases=no
disable_tcp=yes
listen=udp:${host}:${port}
mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/:/usr/lib/aarch64-linux-gnu/kamailio/modules/"
${MODULES.map((name) => `loadmodule "${name}.so"`).join('\n')}
modparam("usrloc", "db_mode", 0)
event_route[core:worker-one-init] { xlog("L_ALERT", "kamailio is ready\\n"); }
`;
}

/** In-dialog requests and cancels, as every proxy relays them. */
const IN_DIALOG = `
  if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); exit; }
  if (!mf_process_maxfwd_header("20")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
  if (has_totag()) {
    if (loose_route()) { t_relay(); exit; }
    if (is_method("ACK") && t_check_trans()) { t_relay(); exit; }
    exit;
  }
  if (is_method("ACK")) exit;`;

function carrierRoutes(options: KamailioCarrierOptions): string {
  const { realm, username, password, number, outside } = options;
  return `modparam("registrar", "max_expires", ${options.maxExpiresSeconds ?? 3600})
request_route { ${IN_DIALOG}
  if (is_method("REGISTER")) {
    if (!($aU =~ "^(${username})$") || !pv_www_authenticate("${realm}", "${password}", "0")) {
      xlog("L_ALERT", "REGISTER challenged\\n");
      www_challenge("${realm}", "1");
      exit;
    }
    xlog("L_ALERT", "REGISTER accepted at $TV(sn)\\n");
    save("location");
    exit;
  }
  record_route();
  if ($rU == "${number}") {
    $ru = "sip:${username}@${realm}";
    if (!lookup("location")) { sl_send_reply("480", "Not Registered"); exit; }
    xlog("L_ALERT", "INVITE to the account\\n");
    t_relay();
    exit;
  }
  if (!($aU =~ "^(${username})$") || !pv_proxy_authenticate("${realm}", "${password}", "0")) {
    xlog("L_ALERT", "INVITE challenged\\n");
    proxy_challenge("${realm}", "1");
    exit;
  }
  xlog("L_ALERT", "INVITE accepted to $rU from $fU asserting $ai\\n");
  remove_hf("Proxy-Authorization");
  $ru = "sip:${outside}";
  t_relay();
}
`;
}

function pbxRoutes({ trunk }: KamailioPbxOptions): string {
  return `request_route { ${IN_DIALOG}
  if (is_method("REGISTER")) { save("location"); exit; }
  record_route();
  if (!lookup("location")) {
    xlog("L_ALERT", "INVITE to $rU goes by the trunk\\n");
    $ru = "sip:" + $rU + "@${trunk}";
  }
  t_relay();
}
`;
}
