import { IsUUID } from 'class-validator';

/** Which messages to list. */
export class MessagesQuery {
  @IsUUID() readonly referralId!: string;
}
