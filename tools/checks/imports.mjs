import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { problem } from './report.mjs';

const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
const { forbidden, options } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs');

/** dependency-cruiser with the rules of `.dependency-cruiser.cjs`, over this tree or over a copy of it. */
export async function checkImports(folder = root, parts = ['libs', 'services', 'deploy/local', 'simulation', 'faults', 'bench', 'trust']) {
  const { tsConfig, ...rest } = options;
  const { output } = await cruise(parts, { ...rest, baseDir: folder, ruleSet: { forbidden }, validate: true, tsConfig },
    undefined, { tsConfig: extractTSConfig(`${root}/${tsConfig.fileName}`) });
  return firstOfEach(output.summary.violations).map((found) => problem(found.from, found.rule.name, sentenceOf(found)));
}

/** A core that reaches one wrong library reaches all that lies behind it; the shortest way is the one to cut. */
function firstOfEach(violations) {
  const length = ({ via }) => via?.length ?? 0;
  const each = Map.groupBy(violations, ({ from, to, rule, via }) => (via ? `${rule.name} ${from}` : `${rule.name} ${from} ${to}`));
  return [...each.values()].map((same) => same.toSorted((one, other) => length(one) - length(other))[0]);
}

function sentenceOf({ rule, from, to, cycle, via }) {
  const comment = forbidden.find((each) => each.name === rule.name)?.comment ?? '';
  const way = (cycle ?? via ?? []).map((step) => step.name);
  return `${way.length > 0 ? way.join(' → ') : to === from ? '' : `imports ${to}`}. ${comment}`;
}
