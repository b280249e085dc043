import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { demand, pascal } from './generate/names.mjs';

/** `npm run new:service transport`: a service that starts, migrates and answers /health, and nothing more. */
process.chdir(new URL('..', import.meta.url).pathname);
const [name = ''] = process.argv.slice(2);
demand(/^[a-z]+(-[a-z]+)*$/.test(name), 'Say: npm run new:service transport');
demand(!existsSync(`services/${name}`), `services/${name} exists already.`);

const [title, camel] = [pascal(name), pascal(name).replace(/^./, (first) => first.toLowerCase())];
const stamp = Date.now();
const like = (file) => readFileSync(`services/reporting/${file}`, 'utf8').replaceAll('reporting', name);
const files = {
  'package.json': like('package.json'),
  'tsconfig.json': like('tsconfig.json'),
  'jest.config.js': like('jest.config.js'),
  'README.md': `# ${name}\n\n## Purpose\n\n## Listens to\n\n## Says\n\n## Owns\n\n## Invariants\n`,
  'src/main.ts': `import { startService } from '@hhp/service-host';
import { ${camel}Service } from './service.js';

await startService(${camel}Service);
`,
  [`src/${name}.module.ts`]: `import { Module } from '@nestjs/common';

/** Everything that the ${name} service is made of. */
@Module({ controllers: [], providers: [] })
export class ${title}Module {}
`,
  'src/service.ts': `import { defineService } from '@hhp/service-host';
import { Create${title}${stamp} } from './migrations/${stamp}-create-${name}.js';
import { ${title}Module } from './${name}.module.js';

/** The ${name} service: what it listens to and what can be set. */
export const ${camel}Service = defineService({ name: '${name}', module: ${title}Module, migrations: [Create${title}${stamp}] });
`,
  [`src/migrations/${stamp}-create-${name}.ts`]: `import { messagingTableNames, messagingTables } from '@hhp/messaging';
import { staffFunctions, staffTableNames, staffTables } from '@hhp/service-host';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of the ${name} service; each gets tenantPolicies or sharedPolicies. */
export class Create${title}${stamp} implements MigrationInterface {
  name = 'Create${title}${stamp}';

  async up(db: QueryRunner): Promise<void> {
    for (const tables of [messagingTables, staffTables, staffFunctions]) await db.query(tables);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(\`DROP FUNCTION restricted_staff; DROP TABLE \${messagingTableNames}, \${staffTableNames}\`);
  }
}
`,
};
for (const [file, text] of Object.entries(files)) {
  mkdirSync(dirname(`services/${name}/${file}`), { recursive: true });
  writeFileSync(`services/${name}/${file}`, text);
}
const projects = JSON.parse(readFileSync('tsconfig.json', 'utf8'));
projects.references.push({ path: `services/${name}` });
writeFileSync('tsconfig.json', `${JSON.stringify(projects, undefined, 2).replaceAll(/\{\s+"path": ("[^"]+")\s+\}/g, '{ "path": $1 }')}\n`);
console.log(`Wrote services/${name} and its line in tsconfig.json. Now: npm install (links it), its topic in libs/contracts/src/topics.ts,
its port in the list of services of deploy/local, its line in docker-compose.yml, and its README.`);
