# Two commands: `make up` runs everything, `make test` passes everything. Both install what they need.
.PHONY: up test check clean

up:
	@node scripts/up.mjs

test:
	@node scripts/test.mjs

check:
	@npm run --silent typecheck && npm run --silent lint

clean:
	rm -rf node_modules api-types/dist sql/dist sip-engine/dist media-relay/dist proxy/dist softphone/dist admin/dist
