import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const violations = z.array(
  z.object({ id: z.string(), help: z.string(), nodes: z.array(z.object({ html: z.string() })) }),
);

/**
 * What axe finds wrong with a page for people who do not see or do not point, one line each.
 * @param within a selector for the part that is looked at; default: all of it
 */
export async function barriersOf(page: Page, within = 'html'): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = violations.parse(
    await page.evaluate(`window.axe.run(${JSON.stringify(within)}).then(({ violations }) => violations)`),
  );
  return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
}
