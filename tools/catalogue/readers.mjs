import { existsSync, globSync, readdirSync } from 'node:fs';
import ts from 'typescript';
import { all, decorated, propertyOf, syntaxOf } from './source.mjs';

/** Every class that is a `@Reader`, by its name: what it is called and which events and tombstones it takes. */
function declaredReaders() {
  const readers = new Map();
  for (const file of globSync(['services/*/src/**/*.consumer.ts', 'libs/service-host/src/**/*.consumer.ts']).sort()) {
    for (const each of all(syntaxOf(file), ts.isClassDeclaration)) {
      const [declared] = decorated(each, 'Reader')[0] ?? [];
      if (!declared) continue;
      const methods = each.members.filter(ts.isMethodDeclaration);
      readers.set(each.name.text, {
        name: propertyOf(declared, 'name').text,
        topics: propertyOf(declared, 'topics').elements.map((topic) => topic.text),
        events: methods.flatMap((method) => decorated(method, 'OnEvents').flat().map((event) => event.getText())),
        tombstones: methods.flatMap((method) => decorated(method, 'OnTombstone').flat().map((topic) => topic.text)),
      });
    }
  }
  return readers;
}

/** What `defineService` adds to every service. */
const ofEveryService = ['KnownStaffConsumer'];

/** Who listens: the readers that each service lists in its definition (what runs is what is listed). */
export function readReaders() {
  const declared = declaredReaders();
  return readdirSync('services').sort().flatMap((service) => {
    const file = `services/${service}/src/service.ts`;
    if (!existsSync(file)) return [];
    const definition = all(syntaxOf(file), ts.isCallExpression).find((call) => call.expression.getText() === 'defineService');
    const listed = propertyOf(definition?.arguments[0], 'readers')?.elements.map((each) => each.getText()) ?? [];
    return [...ofEveryService, ...listed].map((name) => {
      const reader = declared.get(name);
      if (!reader) throw new Error(`${file} lists the reader ${name}, which no consumer file declares`);
      return { service, ...reader };
    });
  });
}
