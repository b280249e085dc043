import { readdirSync } from 'node:fs';

const built = (path) => new URL(`../../${path}`, import.meta.url).href;

/** The definition of a service, as it was built. */
async function definitionOf(service) {
  return Object.values(await import(built(`services/${service}/dist/service.js`))).find((each) => each?.name === service && 'migrations' in each);
}

const short = { 'own-plan': 'P', 'own-panel': 'M', 'own-organization': 'O', 'addressed-organization': 'A', 'all-plans': 'S', any: '+' };
const meanings = [
  ['P', 'within the plan that the token names'], ['M', 'within that plan, and of it the members of the caller’s own panel where the service knows panels'],
  ['O', 'what belongs to the organization that the token names'], ['A', 'what is addressed to the organization that the token names'],
  ['S', 'numbers over all plans'], ['+', 'the role is enough'],
];
const heads = {
  'plan-administrator': 'plan admin.', 'cb-cme-supervisor': 'superv.', 'care-coordinator': 'coord.', 'housing-navigator': 'navig.', 'community-health-worker': 'CHW',
  'directory-steward': 'steward', 'cbo-staff': 'CBO', 'discharge-planner': 'planner', analyst: 'analyst', 'state-overseer': 'state', operator: 'operator', service: 'service',
};

function tableOf(routes, { roles, relationOf }) {
  const line = ({ verb, path, access, publicBecause }) => {
    const name = `\`${verb.toUpperCase()} ${path}\``;
    if (!access) return `| ${name} | ${roles.map(() => '').join(' | ')} | no token: ${publicBecause.toLowerCase().replaceAll('|', '\\|')} | |`;
    return `| ${name} | ${roles.map((role) => short[relationOf(access, role)] ?? '').join(' | ')} | ${access.purpose} | ${access.data.join(', ')} |`;
  };
  return [`| route | ${roles.map((role) => heads[role] ?? role).join(' | ')} | purpose | data |`, `|---|${roles.map(() => ':-:|').join('')}---|---|`, ...routes.map(line)].join('\n');
}

const place = ({ path, verb }) => `${path} ${verb}`;

/** The page of who may call what, from the rules that the routes declare and the guard obeys. */
export async function accessPage() {
  const host = await import(built('libs/service-host/dist/index.js'));
  const services = readdirSync('services').sort();
  const own = await Promise.all(services.map(async (service) =>
    [service, host.routesOfService(await definitionOf(service)).toSorted((one, other) => (place(one) < place(other) ? -1 : 1))]));
  return [
    '# Who may call what', 'Made from the routes by `npm run events`. Do not edit. Whoever is not named is refused; what is not theirs reads as if it were not there.',
    meanings.map(([letter, words]) => `- **${letter}**: ${words}`).join('\n'), 'How this is tried: [ADR 0020](adr/0020-one-policy-and-its-matrix.md).',
    '## Every service', tableOf(host.routesOfHost(), host), ...own.map(([service, routes]) => `## ${service}\n\n${tableOf(routes, host)}`),
  ].join('\n\n') + '\n';
}
