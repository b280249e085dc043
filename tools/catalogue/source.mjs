import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** The syntax of a file; nothing of it is run. */
export const syntaxOf = (file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023, true);

/** Every node of a kind below this one, in the order of the text. */
export function all(node, is) {
  const found = [];
  const visit = (each) => { if (is(each)) found.push(each); ts.forEachChild(each, visit); };
  visit(node);
  return found;
}

/** The doc comment of a declaration as one line, or nothing. */
export function docOf(node) {
  const comment = node.jsDoc?.at(-1)?.comment;
  const text = typeof comment === 'string' ? comment : ts.getTextOfJSDocComment(comment);
  return text?.replaceAll(/\s+/g, ' ').trim() || undefined;
}

/** The decorators of this name on a class or method, as the lists of their arguments. */
export const decorated = (node, name) => (ts.getDecorators(node) ?? []).map((each) => each.expression)
  .filter((call) => ts.isCallExpression(call) && call.expression.getText() === name).map((call) => [...call.arguments]);

/** A property of an object literal, by its name. */
export const propertyOf = (literal, name) => literal?.properties.find((each) => each.name?.getText() === name)?.initializer;
