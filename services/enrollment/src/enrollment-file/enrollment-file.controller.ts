import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Post } from '@nestjs/common';
import { FileImports, type Imported } from '../file-import/file-imports.js';
import { DisenrollmentFile, EnrollmentFile } from './enrollment-files.js';

@Controller()
export class EnrollmentFileController {
  constructor(private readonly files: FileImports, private readonly enrollments: EnrollmentFile, private readonly disenrollments: DisenrollmentFile) {}

  /** Whom a CB-CME enrolled, text/csv: cin, enrolled_on, contract_code, county_code, population, cbcme_id, coordinator_id. */
  @Post('enrollment-files')
  @Access({ roles: ['cb-cme-supervisor', 'plan-administrator'], relation: 'own-plan', purpose: 'operations', data: ['enrollment'] })
  enroll(@CallerOf() caller: Caller, @Body() text: string): Promise<Imported> {
    return this.files.import(caller, text, this.enrollments, () => Promise.resolve({}));
  }

  /** Who left, text/csv: cin, disenrolled_on, reason. */
  @Post('disenrollment-files')
  @Access({ roles: ['cb-cme-supervisor', 'plan-administrator'], relation: 'own-plan', purpose: 'operations', data: ['enrollment'] })
  disenroll(@CallerOf() caller: Caller, @Body() text: string): Promise<Imported> {
    return this.files.import(caller, text, this.disenrollments, () => Promise.resolve({}));
  }
}
