import { trunkSettings } from '@tandem/api-types/trunk-settings';
import { expect, test } from 'vitest';
import { english } from '../text/catalogue.ts';
import { fieldErrors } from './field-errors.ts';

const settings = {
  name: 'Carrier',
  connection: { kind: 'register-to-carrier', domain: 'sip.example.com', username: '4930123' },
  gateways: [{ host: 'sip.example.com' }],
};

test('a form that is right has no errors', () => {
  expect(fieldErrors(trunkSettings, settings, english.fields)).toEqual({});
});

test('each wrong field is told by its path and in words', () => {
  const wrong = {
    ...settings,
    name: '',
    gateways: [{ host: 'sip:example.com', port: 99_999 }],
    limits: { concurrentCalls: 0 },
    media: { codecs: [] },
  };
  expect(fieldErrors(trunkSettings, wrong, english.fields)).toEqual({
    name: 'Fill this in.',
    'gateways.0.host': 'Type a host name or an IP address, without "sip:" and without a port.',
    'gateways.0.port': 'At most 65535.',
    'limits.concurrentCalls': 'At least 1.',
    'media.codecs': 'Add at least 1.',
  });
});
