import { datePattern, idPattern } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsISO8601, IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';
import { exclusions } from '../rule-packs/exclusions.js';
import { conditions, type Fact, type FactKind, residenceSettings, type ResidenceSetting, reviewables, type Reviewable, risks } from './facts.js';

export class DetermineRequest {
  /** Name of a rule pack (its latest version), or name and version. */
  @Matches(idPattern) readonly rulePack!: string;
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly asOf!: string;
}

const fieldsOf = {
  coverage: ['contractCode', 'from'], condition: ['code', 'on'], risk: ['code', 'on'], 'inpatient-stay': ['from'], 'ed-visit': ['on'], utilization: ['through'],
  residence: ['setting', 'from'], 'adl-limitation': ['limited', 'on'], homelessness: ['on'], exclusion: ['code', 'from'], reviewed: ['what', 'on'],
} as const satisfies Record<FactKind, readonly (keyof FactRequest)[]>;
const optionalOf: Partial<Record<FactKind, readonly (keyof FactRequest)[]>> = {
  coverage: ['until'], 'inpatient-stay': ['until'], 'ed-visit': ['admitted'], utilization: ['inpatientStays', 'edVisits'],
  residence: ['until', 'chronicBefore'],
  homelessness: ['homeless', 'chronic'], exclusion: ['until'],
};
const factKinds = Object.keys(fieldsOf) as FactKind[];
const codesOf: Partial<Record<FactKind, readonly string[]>> = { condition: conditions, risk: risks, exclusion: exclusions.map(({ code }) => code) };

/** One dated fact; which fields it needs depends on its kind. */
export class FactRequest {
  @IsIn(factKinds) readonly kind!: FactKind;
  @IsOptional() @Matches(idPattern) readonly code?: string;
  @IsOptional() @Matches(idPattern) readonly contractCode?: string;
  @IsOptional() @IsIn(residenceSettings) readonly setting?: ResidenceSetting;
  @IsOptional() @IsIn(reviewables) readonly what?: Reviewable;
  @IsOptional() @Matches(datePattern) @IsISO8601({ strict: true }) readonly on?: string;
  @IsOptional() @Matches(datePattern) @IsISO8601({ strict: true }) readonly from?: string;
  /** The first day on which it is over. */
  @IsOptional() @Matches(datePattern) @IsISO8601({ strict: true }) readonly until?: string;
  @IsOptional() @Matches(datePattern) @IsISO8601({ strict: true }) readonly through?: string;
  @IsOptional() @IsInt() @Min(0) @Max(999) readonly inpatientStays?: number;
  @IsOptional() @IsInt() @Min(0) @Max(999) readonly edVisits?: number;
  @IsOptional() @IsBoolean() readonly admitted?: boolean;
  @IsOptional() @IsBoolean() readonly limited?: boolean;
  @IsOptional() @IsBoolean() readonly homeless?: boolean;
  @IsOptional() @IsBoolean() readonly chronic?: boolean;
  /** Chronically homeless before moving in. */
  @IsOptional() @IsBoolean() readonly chronicBefore?: boolean;
}

export class RecordFactsRequest {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(200) @ValidateNested({ each: true }) @Type(() => FactRequest) readonly facts!: readonly FactRequest[];
  /** Where it is known from: `member`, `claim`, `hospital`, `staff` … */
  @Matches(idPattern) readonly source!: string;
}

/** The fact that was asked for, with the fields of its kind and no others. */
export function factOf(request: FactRequest, nth: number): Fact {
  const { kind } = request;
  const required = fieldsOf[kind] as readonly (keyof FactRequest)[];
  const missing = required.filter((field) => request[field] === undefined);
  const allowed = [...required, ...(optionalOf[kind] ?? [])];
  const given = (Object.keys(request) as (keyof FactRequest)[]).filter((field) => field !== 'kind' && request[field] !== undefined);
  const strange = given.filter((field) => !allowed.includes(field));
  if (missing.length + strange.length > 0) {
    refuse(`A fact of the kind ${kind} has other fields`, [...missing, ...strange].map((field) => `facts.${nth}.${field}`));
  }
  if (request.code !== undefined && codesOf[kind]?.includes(request.code) === false) refuse('There is no such code', [`facts.${nth}.code`]);
  if (request.until !== undefined && request.from !== undefined && request.until <= request.from) refuse('It is over after it began', [`facts.${nth}.until`]);
  return Object.fromEntries([['kind', kind], ...given.map((field) => [field, request[field]])]) as unknown as Fact;
}

function refuse(message: string, fields: string[]): never {
  throw new Refused('fact-impossible', message, 'invalid', fields);
}
