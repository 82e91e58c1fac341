import { randomBytes } from 'node:crypto';
import { all, cseqOf, header, parse, type Sip, tagOf, uriOf, write } from './sip-text.ts';
import { openTcp, openUdp, openWebSocket, type Wire } from './wire.ts';

type Lines = readonly (readonly [string, string])[];

const token = (): string => randomBytes(6).toString('hex');
/** To find what hangs: a busy machine may be slow. */
const WAIT_MS = 20_000;

/** A phone that does only what a test tells it. Retransmissions that it gets are dropped. */
export class TestPhone {
  readonly name: string;
  /** Switched off: nothing that comes is seen. */
  silent = false;
  readonly #open: (onText: (text: string) => void) => Promise<Wire>;
  #wire: Wire | null = null;
  readonly #inbox: Sip[] = [];
  readonly #seen = new Set<string>();
  readonly #always = new Map<string, (request: Sip) => void>();
  #wake: () => void = () => undefined;

  private constructor(name: string, open: (onText: (text: string) => void) => Promise<Wire>) {
    this.name = name;
    this.#open = open;
  }

  /** @param port of the engine: UDP, TCP, or HTTP for a WebSocket */
  static async open(name: string, transport: 'udp' | 'tcp' | 'ws', port: number): Promise<TestPhone> {
    const open = { udp: openUdp, tcp: openTcp, ws: openWebSocket }[transport];
    const phone = new TestPhone(name, (onText) => open(port, onText));
    await phone.connect();
    return phone;
  }

  /** Also again, over a new connection. */
  async connect(): Promise<void> {
    this.#wire = await this.#open((text) => this.#receive(text));
  }

  get wire(): Wire {
    if (!this.#wire) throw new Error(`${this.name} is not connected`);
    return this.#wire;
  }

  get port(): number {
    return this.wire.port;
  }

  #receive(text: string): void {
    const message = parse(text);
    const { number, method } = cseqOf(message);
    const branch = /branch=([^;]+)/.exec(header(message, 'Via'))?.[1];
    const key = `${branch} ${number} ${method} ${message.startLine} ${tagOf(header(message, 'To'))}`;
    if (this.silent || this.#seen.has(key)) return;
    this.#seen.add(key);
    const answer = this.#always.get(message.method);
    if (answer) answer(message);
    else this.#inbox.push(message);
    this.#wake();
  }

  get contact(): string {
    return `sip:${this.name}@${this.wire.contactHost}`;
  }

  /** The first message that fits, and is not taken yet. */
  async take(what: string | number): Promise<Sip> {
    const fits = (message: Sip): boolean =>
      (typeof what === 'number' ? message.status : message.method) === what;
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const index = this.#inbox.findIndex(fits);
      const [message] = index < 0 ? [] : this.#inbox.splice(index, 1);
      if (message) return message;
      const left = deadline - Date.now();
      if (left <= 0) {
        const had = this.#inbox.map(({ startLine }) => startLine).join(' | ');
        throw new Error(`${this.name} waited for ${what} and got: ${had || 'nothing'}`);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** From now on such requests are answered at once and not kept. */
  always(method: string, answer: (request: Sip) => void): void {
    this.#always.set(method, answer);
  }

  /** Start lines of all that came and was not taken; a 100 comes only where the answer takes its time. */
  rest(): string[] {
    return this.#inbox.map(({ startLine }) => startLine).filter((line) => line !== 'SIP/2.0 100 Trying');
  }

  send(text: string): void {
    this.wire.send(text);
  }

  reply(
    request: Sip,
    status: number,
    options: { reason?: string; body?: string; lines?: Lines; tag?: string } = {},
  ): void {
    const { reason = 'Whatever', body = '', lines = [], tag = `t${this.name}` } = options;
    const to = header(request, 'To');
    const copied: Lines = [
      ...all(request, 'Via').map((via) => ['Via', via] as const),
      ...all(request, 'Record-Route').map((route) => ['Record-Route', route] as const),
      ['From', header(request, 'From')],
      ['To', tagOf(to) || status === 100 ? to : `${to};tag=${tag}`],
      ['Call-ID', header(request, 'Call-ID')],
      ['CSeq', header(request, 'CSeq')],
    ];
    const own: Lines = [
      ...(status < 300 ? [['Contact', `<${this.contact}>`] as const] : []),
      ...(body && !lines.some(([name]) => name === 'Content-Type')
        ? [['Content-Type', 'application/sdp'] as const]
        : []),
    ];
    this.send(write(`SIP/2.0 ${status} ${reason}`, [...copied, ...own, ...lines], body));
  }

  /** Sends an INVITE to somebody at our domain. */
  invite(
    callee: string,
    options: { body?: string; lines?: Lines; uri?: string; from?: string } = {},
  ): TestDialog {
    const { body, lines, ...ends } = options;
    const dialog = this.dialogTo(callee, ends);
    dialog.request('INVITE', { ...(body === undefined ? {} : { body }), ...(lines ? { lines } : {}) });
    return dialog;
  }

  /** A dialog with somebody at our domain, which its first request is to make. */
  dialogTo(callee: string, options: { uri?: string; from?: string } = {}): TestDialog {
    const { uri = `sip:${callee}@example.com`, from = `<sip:${this.name}@example.com>` } = options;
    return new TestDialog(this, {
      callId: token(),
      local: `${from};tag=${token()}`,
      remote: `<${uri}>`,
      target: uri,
    });
  }

  /** The dialog of an INVITE that this phone answered. */
  dialogOf(invite: Sip): TestDialog {
    return new TestDialog(this, {
      callId: header(invite, 'Call-ID'),
      local: `${header(invite, 'To')};tag=t${this.name}`,
      remote: header(invite, 'From'),
      target: uriOf(header(invite, 'Contact')),
    });
  }

  /** Its connection is gone without a word. */
  close(): void {
    this.wire.close();
  }
}

interface DialogEnds {
  readonly callId: string;
  readonly local: string;
  readonly remote: string;
  readonly target: string;
}

/** One side of a dialog, and the INVITE that makes it. */
export class TestDialog {
  readonly callId: string;
  readonly #phone: TestPhone;
  readonly #local: string;
  #remote: string;
  #target: string;
  #cseq = 0;
  #inviteBranch = '';
  #inviteUri = '';

  constructor(phone: TestPhone, { callId, local, remote, target }: DialogEnds) {
    this.#phone = phone;
    this.callId = callId;
    this.#local = local;
    this.#remote = remote;
    this.#target = target;
  }

  request(method: string, options: { body?: string; lines?: Lines; type?: string } = {}): void {
    const branch = `z9hG4bK${token()}`;
    this.#cseq += 1;
    if (method === 'INVITE') {
      this.#inviteBranch = branch;
      this.#inviteUri = this.#target;
    }
    this.#send(method, method, branch, this.#target, options);
  }

  /** Takes the 200 to our INVITE and acknowledges it. */
  async confirm(body?: string): Promise<Sip> {
    const ok = await this.#phone.take(200);
    this.accept(ok);
    this.ack(body);
    return ok;
  }

  /** Learns the other side from its 2xx. */
  accept(ok: Sip): void {
    this.#remote = header(ok, 'To');
    this.#target = uriOf(header(ok, 'Contact'));
  }

  ack(body?: string): void {
    this.#send('ACK', 'ACK', `z9hG4bK${token()}`, this.#target, body === undefined ? {} : { body });
  }

  cancel(lines: Lines = []): void {
    this.#send('CANCEL', 'CANCEL', this.#inviteBranch, this.#inviteUri, { lines });
  }

  #send(
    method: string,
    cseqMethod: string,
    branch: string,
    uri: string,
    { body = '', lines = [], type = 'application/sdp' }: { body?: string; lines?: Lines; type?: string },
  ): void {
    const headers: Lines = [
      ['Via', `SIP/2.0/${this.#phone.wire.via};branch=${branch};rport`],
      ['Max-Forwards', '70'],
      ['From', this.#local],
      ['To', this.#remote],
      ['Call-ID', this.callId],
      ['CSeq', `${this.#cseq} ${cseqMethod}`],
      ['Contact', `<${this.#phone.contact}>`],
      ...(body ? [['Content-Type', type] as const] : []),
    ];
    const replaced = new Set(lines.map(([name]) => name));
    const kept = headers.filter(([name]) => !replaced.has(name));
    const given = lines.filter(([, value]) => value !== '');
    this.#phone.send(write(`${method} ${uri} SIP/2.0`, [...kept, ...given], body));
  }
}
