import { globSync } from 'node:fs';
import { getMetadataStorage } from 'class-validator';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import ts from 'typescript';
import { all, docOf, propertyOf, syntaxOf } from './source.mjs';

/** What the text of the contracts says beyond their classes: sentences, the way to the key, the labels. */
function wordsOfContracts() {
  const words = new Map();
  for (const file of globSync('libs/contracts/src/*/*.ts').filter((each) => !each.endsWith('.spec.ts')).sort()) {
    const source = syntaxOf(file);
    const classes = new Map(all(source, ts.isClassDeclaration).map((each) => [each.name.text, each]));
    for (const call of all(source, ts.isCallExpression).filter((each) => each.expression.getText() === 'defineEvent')) {
      const [declared] = call.arguments;
      const data = classes.get(propertyOf(declared, 'schema').getText());
      const arrow = (name) => { const found = propertyOf(declared, name); return found && wordsOf(found); };
      words.set(propertyOf(declared, 'type').text, {
        sentence: docOf(data), key: arrow('key'), aggregate: arrow('aggregate'), labels: arrow('labels'),
        fields: Object.fromEntries(data.members.filter(ts.isPropertyDeclaration).map((field) => [field.name.getText(), docOf(field)])),
      });
    }
  }
  return words;
}

/** `(said) => said.memberId` reads as `memberId`. */
function wordsOf(arrow) {
  const [parameter] = arrow.parameters;
  return arrow.body.getText().replaceAll(/\s+/g, ' ').replaceAll(`${parameter?.name.getText()}.`, '').replaceAll('`', '');
}

/** The events of the catalogue, each with its sentence, its schema and the words of its contract. */
export async function readEvents() {
  const { catalogue, topics } = await import('@hhp/contracts');
  const schemas = validationMetadatasToSchemas({ classValidatorMetadataStorage: getMetadataStorage(), refPointerPrefix: '#/components/schemas/' });
  const words = wordsOfContracts();
  const events = catalogue.map(({ type, version, topic, schema }) => ({ type, version, topic, schema: schemas[schema.name], ...words.get(type) }));
  const silent = events.filter(({ sentence }) => !sentence || sentence.startsWith('One sentence:')).map(({ type }) => type);
  if (silent.length > 0) throw new Error(`These events say nothing about themselves in a doc comment: ${silent.join(', ')}`);
  return { events, topics };
}
