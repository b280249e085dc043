import { IsUUID } from 'class-validator';

export class ListStaysRequest {
  @IsUUID() readonly memberId!: string;
}
