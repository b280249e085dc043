import { idPattern } from '@hhp/contracts';
import { Matches } from 'class-validator';

export class AssignRequest {
  /** The coordinator, by the `sub` of their tokens. */
  @Matches(idPattern) readonly coordinatorId!: string;
}

export class MovePanelRequest {
  /** The coordinator who takes the panel over. */
  @Matches(idPattern) readonly to!: string;
}
