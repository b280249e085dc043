import { Refused } from '@hhp/domain-kit';
import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

/** Checks bodies, queries and parameters against their classes. What is wrong is told by the paths of the fields, and nothing else. */
@Injectable()
export class RequestPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true, whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true, validationError: { target: false, value: false },
      exceptionFactory: (errors) => invalid(fieldsOf(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && !fits(value, metadata)) throw invalid(['body']);
    return super.transform(value, metadata);
  }
}

/** A body that is a text for a route that takes text, and an object for a route that takes one. */
function fits(value: unknown, { metatype, data }: ArgumentMetadata): boolean {
  if (metatype === String) return typeof value === 'string';
  const anything = metatype === undefined || data !== undefined || ([Object, Array, Number, Boolean] as unknown[]).includes(metatype);
  return anything || value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
}

const invalid = (fields: readonly string[]): Refused => new Refused('request-invalid', 'The request is not what this route takes', 'invalid', fields);

/** Names that we declared are told; a name that somebody sent is told only when it can hardly be more than a name. */
function fieldsOf(errors: readonly ValidationError[], parent = ''): string[] {
  const fields = errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const unknown = 'whitelistValidation' in constraints;
    const path = `${parent}${parent && '.'}${isTellable(property, unknown) ? property : '*'}`;
    return Object.keys(constraints).length > 0 ? [path] : fieldsOf(children, path);
  });
  return [...new Set(fields)].slice(0, 50);
}

const isTellable = (name: string, unknown: boolean): boolean => (unknown ? /^[A-Za-z][A-Za-z_-]{0,39}$/ : /^[\w-]{1,60}$/).test(name);
