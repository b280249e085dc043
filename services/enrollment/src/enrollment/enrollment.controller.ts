import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { EnrollmentCommands } from './enrollment.commands.js';
import { DisenrollRequest, EnrollRequest, VoidEnrollmentRequest } from './enrollment.requests.js';

@Controller('members/:memberId')
export class EnrollmentController {
  constructor(private readonly enrollments: EnrollmentCommands) {}

  /** The member joins the programme (003-17). Refused unless eligible as of that day, after go-live, and once at a time. */
  @Post('enrollment')
  @Access({ roles: ['care-coordinator', 'cb-cme-supervisor', 'plan-administrator'], relation: 'own-plan', purpose: 'care-coordination', data: ['enrollment'] })
  enroll(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Body() request: EnrollRequest,
  ): ReturnType<EnrollmentCommands['enroll']> {
    const { contractCode, county, population, careEntityId, coordinatorId, enrolledOn } = request;
    return this.enrollments.enroll(caller, {
      memberId, contractCode, county, population, careEntityId: careEntityId.toLowerCase(), enrolledOn, ...(coordinatorId ? { coordinatorId } : {}),
    });
  }

  /** The member leaves (003-17, 004-31). */
  @Post('enrollments/:enrollmentId/disenrollment')
  @Access({ roles: ['care-coordinator', 'cb-cme-supervisor', 'plan-administrator'], relation: 'own-plan', purpose: 'care-coordination', data: ['enrollment'] })
  disenroll(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Param('enrollmentId', ParseUUIDPipe) enrollmentId: string,
    @Body() request: DisenrollRequest,
  ): ReturnType<EnrollmentCommands['disenroll']> {
    return this.enrollments.disenroll(caller, { memberId, enrollmentId, disenrolledOn: request.disenrolledOn, reason: request.reason });
  }

  /** An enrolment was recorded by mistake; it never counted. */
  @Post('enrollments/:enrollmentId/voiding')
  @Access({ roles: ['cb-cme-supervisor', 'plan-administrator'], relation: 'own-plan', purpose: 'operations', data: ['enrollment'] })
  void(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Param('enrollmentId', ParseUUIDPipe) enrollmentId: string,
    @Body() request: VoidEnrollmentRequest,
  ): ReturnType<EnrollmentCommands['void']> {
    return this.enrollments.void(caller, memberId, enrollmentId, request.reason);
  }
}
