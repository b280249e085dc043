import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { problem } from './report.mjs';

/** The bill of materials as npm makes it from the lockfile; what serves development alone is marked so in it. */
export async function billOfMaterials(file) {
  if (file) mkdirSync(dirname(file), { recursive: true });
  const args = ['sbom', '--offline', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
  const { stdout } = await promisify(execFile)('npm', args, { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout);
}

/** What a lockfile may not hold: a package that comes from elsewhere than a registry, or whose bytes nobody vouches for. */
export function strangersIn({ packages }) {
  return Object.entries(packages).flatMap(([path, { link, resolved, integrity, inBundle }]) => {
    if (!path.includes('node_modules/') || link || inBundle) return [];
    // npm leaves out where a package comes from when that is the registry (omit-lockfile-registry-resolved); elsewhere it never does.
    if (!/^(https:\/\/[^/]+\/.+\/-\/[^/]+\.tgz)?$/.test(resolved ?? '')) return [problem('package-lock.json', 'from-a-registry', `${path} comes from no registry`)];
    return /^sha512-/.test(integrity ?? '') ? [] : [problem('package-lock.json', 'with-integrity', `${path} has no sha512 to be checked against`)];
  });
}

/** Versions are exact, so that an install brings what was tested; an alias names one too. */
export const looseIn = (file, { dependencies = {}, devDependencies = {} }) => Object.entries({ ...dependencies, ...devDependencies })
  .filter(([, version]) => !/^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
  .map(([name]) => problem(file, 'exact-version', `${name} has no exact version`));

/** What the lockfile says that the product needs must stand in the bill, each with its hash. */
export function missingIn({ components }, { packages }) {
  const named = new Map(components.map((each) => [`${each.group ? `${each.group}/` : ''}${each.name}@${each.version}`, each]));
  return Object.entries(packages).flatMap(([path, { version, dev, link, optional, devOptional, peer }]) => {
    if (!path.startsWith('node_modules/') || dev || link || optional || devOptional || peer) return [];
    const name = `${path.replace(/^.*node_modules\//, '')}@${version}`;
    const component = named.get(name) ?? named.get(name.replace(/^@[^/]+\//, ''));
    return component?.hashes?.length > 0 ? [] : [problem('the bill of materials', 'whole-bill', `${name} is missing or has no hash`)];
  });
}

/** Dependencies from registries alone, exact and vouched for, and a bill of materials that holds them all. */
export async function checkSupply() {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  return [...looseIn('package.json', JSON.parse(readFileSync('package.json', 'utf8'))), ...strangersIn(lock), ...missingIn(await billOfMaterials(), lock)];
}
