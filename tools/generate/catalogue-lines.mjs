const importLine = /^import \{ (\w+) \} from '\.\/([\w-]+)\/([\w-]+)\.js';$/gm;

/** The lists of events in `catalogue.ts`: one paragraph per service, in the order of the imports, wrapped. */
function paragraphs(imports) {
  const services = Map.groupBy(imports, ({ service }) => service);
  return [...services.values()].map((events) => {
    const lines = [''];
    for (const { event } of events) {
      if (`${lines.at(-1)} ${event},`.length > 150) lines.push('');
      lines[lines.length - 1] += ` ${event},`;
    }
    return lines.map((line) => ` ${line}`).join('\n');
  }).join('\n');
}

/** `catalogue.ts` with one more event, among those of its service; its lists are wrapped anew. */
export function withEvent(catalogue, event, service, file) {
  const imports = [...catalogue.matchAll(importLine)].map(([line, name, of]) => ({ event: name, service: of, line }));
  const at = imports.findLastIndex((each) => each.service === service) + 1 || imports.length;
  const all = imports.toSpliced(at, 0, { event, service, line: `import { ${event} } from './${service}/${file}.js';` });
  const last = imports.at(-1).line;
  const [from, to] = [catalogue.indexOf(imports[0].line), catalogue.indexOf(last) + last.length];
  const imported = catalogue.slice(0, from) + all.map(({ line }) => line).join('\n') + catalogue.slice(to);
  return imported.replace(/(export const catalogue = \[\n)[\s\S]*?(\n\])/, (_, begin, end) => begin + paragraphs(all) + end);
}

/** `index.ts` with one more export, among those of its service. */
export function withExport(index, service, file) {
  const lines = index.trimEnd().split('\n');
  const at = lines.findLastIndex((line) => line.includes(`'./${service}/`)) + 1 || lines.length;
  return `${[...lines.slice(0, at), `export * from './${service}/${file}.js';`, ...lines.slice(at)].join('\n')}\n`;
}
