import { existsSync, readdirSync } from 'node:fs';

const built = (path) => new URL(`../../${path}`, import.meta.url);

/** What each service declares that can be set of it, read from its definition. */
async function declaredByServices() {
  const declared = [];
  for (const service of readdirSync('services').sort()) {
    const file = built(`services/${service}/dist/service.js`);
    if (!existsSync(file)) continue;
    const definition = Object.values(await import(file.href)).find((each) => each?.name === service && 'migrations' in each);
    declared.push([service, definition?.settings ?? {}]);
  }
  return declared;
}

const defaultOf = ({ fallback }) => (fallback === undefined ? '**must be set**' : fallback === '' ? '(empty)' : `\`${fallback}\``);

function tableOf(settings) {
  const rows = Object.entries(settings).map(([name, setting]) => `| \`${name}\` | ${defaultOf(setting)} | ${setting.doc.replaceAll('|', '\\|')} |`);
  return rows.length === 0 ? 'Nothing of its own.' : ['| setting | default | what it sets |', '|---|---|---|', ...rows].join('\n');
}

/** The page of all settings. */
export async function settingsPage() {
  const { settingsOf } = await import(built('libs/service-host/dist/settings.js').href);
  const parts = (await declaredByServices()).map(([service, settings]) => `## ${service}\n\n${tableOf(settings)}`);
  return [
    '# Settings', 'Environment variables, read once at the start; a wrong one is one sentence and exit code 1.',
    'Made from the code by `npm run events`. Do not edit.',
    '## Every service', tableOf(settingsOf('<service>', {})), ...parts,
  ].join('\n\n') + '\n';
}
