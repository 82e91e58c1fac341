const variableNames = [
  'ADMIN_ADDRESS ADMIN_TCP_PORT ADMIN_TLS_PORT SECRET TCP_KEEPALIVE_INTERVAL LOGLEVEL UDP_MTU HTTP_HANDLER_URI',
  'TLS_CERT_FILE TLS_KEY_FILE TLS_CHAIN_FILE TLS_DH_PARAM_FILE TLS_CIPHER_LIST TLS_VERIFY_CLIENT_CERT MIN_TLS_VERSION',
  'HOMER_ADDRESS HOMER_PORT HOMER_ID PROMETHEUS_SCRAPE_PORT PRESERVE_HEADER_NAMES USER_AGENT_OPTIONS_AUTO_RESPOND',
  'REJECT_REGISTER_WITH_NO_REALM',
];

export const usage = `sip-engine: a SIP engine for drachtio-srf applications
  -c, --contact URI        address to receive on, repeatable: "sip:*:5060;transport=udp,tcp" (the default),
                           "sip:10.0.0.1:8080;transport=ws", "sips:[::1];transport=tls" or wss;
                           * is every IPv4 address
      --external-ip HOST   what peers are told instead of the contact's own address (for the contact before it)
      --local-net NETWORK  10.0.0.0/8, say: peers in it are told the contact's own address (for the contact before it)
      --cert-file FILE     certificate for tls and wss (PEM), with its chain or without
      --key-file FILE      its key
      --chain-file FILE    its chain, when that is not in the certificate's file
      --ca-file FILE       who may sign the certificates of peers (default: the usual authorities)
      --dh-param FILE      for DHE ciphers
      --tls-min-version V  1.2 (default) or 1.3
      --tls-cipherlist L   an OpenSSL cipher list
      --client-certs RULE  ignored (default), asked or required
      --no-verify-servers  connect to TLS servers whatever their certificate says
      --allowed-origin O   web pages that may connect to ws and wss, repeatable: https://example.com, same-host or *
                           (the default)
      --dns-name NAME      another name of this engine, repeatable
      --address HOST       where applications connect (default 0.0.0.0)
  -p, --port PORT          the port for applications (default 9022)
      --secret SECRET      what applications must know (default cymru)
      --mtu BYTES          larger requests go by TCP where UDP was meant (default: RFC 3261 18.1.1, 1300)
      --max-connections-per-address N   of peers, by TCP, TLS and WebSocket (default 1000)
      --uncapped-address A an address or network (10.0.0.5, 10.0.0.0/8) to which that does not apply, repeatable:
                           a reverse proxy
      --next-target-after MS   a silent address of a name is given up for the next one (default 3000)
      --outbound-proxy URI where requests go when nothing else says so
      --tls-port PORT      a second port for applications, inside TLS, with --cert-file and --key-file
      --tcp-keepalive-interval SECONDS  for applications that are silent (default 45, 0 never)
      --http-handler URL   new requests go where this HTTP server says; or to the application that listens at
                           tcp://HOST:PORT or tls://HOST:PORT
      --http-method METHOD how it is asked: GET (default) or POST with the SIP message
      --no-verify-handler  whatever its certificate says
      --homer HOST:PORT    a copy of every message goes to this capture server, by HEP version 3 over UDP
      --homer-id ID        by which it knows this engine
      --prometheus-scrape-port [HOST:]PORT   metrics, at /metrics
      --always-send-180    ring for every INVITE before the application says so
      --user-agent-options-auto-respond UA   OPTIONS of this User-Agent get 200 without an application
      --reject-register-with-no-realm        403 to a REGISTER whose Request-URI is a bare IPv4 address
  -v, --version            the version
  -l, --loglevel LEVEL     notice, error, warning, info or debug (default info)
  -h, --help               this text
Environment, each name after DRACHTIO_; those that are on or off take 1:
${variableNames.map((line) => `  ${line}`).join('\n')}
SIGHUP reads the certificate again. Flags and variables of drachtio-server that have no effect here are accepted and named
in the log, its other letters (-x for --external-ip, -n for --local-net and so on) are taken.`;

/** What is read of drachtio-server's environment; other variables of its name do nothing. */
export const readVariables: ReadonlySet<string> = new Set(
  variableNames.flatMap((line) => line.split(' ').map((name) => `DRACHTIO_${name}`)),
);

/** Flags of drachtio-server that this engine takes without acting on them. sip-engine/README.md says why. */
export const ignoredFlags = {
  stdout: { type: 'boolean' },
  noconfig: { type: 'boolean' },
  daemon: { type: 'boolean' },
  file: { type: 'string', short: 'f' },
  user: { type: 'string', short: 'u' },
  group: { type: 'string' },
  'sofia-loglevel': { type: 'string' },
  'globally-readable-logs': { type: 'boolean' },
  'memory-debug': { type: 'boolean' },
  'aggressive-nat-detection': { type: 'boolean', short: 'I' },
  'disable-nat-detection': { type: 'boolean' },
  'blacklist-redis-address': { type: 'string' },
  'blacklist-redis-port': { type: 'string' },
  'blacklist-redis-key': { type: 'string' },
  'blacklist-redis-password': { type: 'string' },
  'blacklist-redis-sentinels': { type: 'string' },
  'blacklist-redis-master': { type: 'string' },
  'blacklist-refresh-secs': { type: 'string' },
} as const;
