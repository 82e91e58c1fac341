import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';

const HEADER = '// Made from the OpenAPI description of the HTTP API by `npm run client`. Do not edit.\n\n';

/**
 * The text of `schema.ts`.
 * @param description the answer of `/api/v1/openapi.json`
 */
export async function clientSchema(description: string): Promise<string> {
  const parsed: OpenAPI3 = JSON.parse(description);
  return HEADER + astToString(await openapiTS(parsed));
}
