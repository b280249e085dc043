import { IsIn, IsUUID } from 'class-validator';

export class ListTransitionsRequest {
  @IsUUID() readonly memberId!: string;
}

export class CompleteTransitionRequest {
  @IsIn(['reached', 'not-reached']) readonly result!: 'reached' | 'not-reached';
}
