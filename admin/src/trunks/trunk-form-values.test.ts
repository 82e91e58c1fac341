import { trunkSettings } from '@tandem/api-types/trunk-settings';
import { expect, test } from 'vitest';
import { idOf, newTrunkValues } from './trunk-form-values.ts';

test('the short name of a trunk is its name without accents, spaces and signs', () => {
  expect(idOf('Société Générale, Zürich')).toBe('societe-generale-zurich');
});

test('a new trunk holds none of the template’s examples', () => {
  const settings = trunkSettings.parse({
    name: 'Peer',
    connection: { kind: 'mutual-tls', certificateNames: ['sbc.example'] },
    gateways: [{ host: 'sbc.example', transport: 'tls' }],
  });
  const values = newTrunkValues({ settings, fillIn: ['gateways.0.host', 'connection.certificateNames.0'] });
  expect(values.gateways).toMatchObject([{ host: '', transport: 'tls' }]);
  expect(values.connection).toMatchObject({ certificateNames: [] });
  expect(settings.gateways[0]?.host).toBe('sbc.example');
});
