import { aCanary, type Canary, identityOf, tokensOf } from '../../canaries/canary.js';
import { outputsOf, scan, tablesOf } from '../../canaries/outputs.js';
import { CanaryStory } from '../../canaries/story.js';
import { until } from '../stage/waiting.js';
import type { Narrator } from './narrator.js';

/** What became of the canaries: how much was looked at, and what is wrong with it. */
export interface CanaryFindings { readonly tokens: number; readonly seen: number; readonly outputs: number; readonly wrong: readonly string[] }

/** Members of whom every field is a token go through all services, and one more is handed in wherever nothing of a person belongs. */
export class Canaries {
  private readonly served = [aCanary(), aCanary()];
  private readonly misused = aCanary();
  private readonly story: CanaryStory;
  private ids = new Map<Canary, string>();

  constructor(private readonly tell: Narrator) {
    this.story = new CanaryStory(tell.stage);
  }

  async play(): Promise<void> {
    const { story, tell, served, misused } = this;
    await tell.step({
      what: `${served.length} members of whom every field is a random token go all the way, and a third is handed in where nothing of a person belongs`,
      does: async () => {
        this.ids = await story.enrol([...served, misused], { joining: served });
        for (const canary of served) {
          await story.serve(canary, this.ids.get(canary)!);
          await story.admit(canary);
        }
        await story.misuse(misused, this.ids.get(misused)!);
      },
    });
    tell.say(`      ${story.refused.length} requests were refused.`);
    for (const canary of served) await until('notification: no mail came about a canary', async () => (await this.mailsTellOf(canary)) || undefined);
  }

  /** Looks for tokens where they belong, and then everywhere else. */
  async judge(state: string): Promise<CanaryFindings> {
    const { served, misused, story, tell } = this;
    const tokens = [...served, misused].flatMap(tokensOf);
    const [seen, missing] = await this.whereTheyBelong();
    const { outputs, found, overlooked } = await scan(outputsOf({ state, addresses: tell.stage.addresses, refused: story.refused }), {
      tokens, memberId: this.ids.get(served[0]!)!,
    });
    return { tokens: tokens.length, seen, outputs, wrong: [...missing, ...overlooked, ...found] };
  }

  /** Who a canary is stands in the profile that is opened and in the mail to the organization, what was written about them in the tables of assessment. */
  private async whereTheyBelong(): Promise<[seen: number, missing: string[]]> {
    let [seen, missing]: [number, string[]] = [0, []];
    const look = (text: string, tokens: readonly string[], where: string): void => {
      for (const token of tokens) {
        if (text.includes(token)) seen++;
        else missing = [...missing, `a token is missing in ${where}`];
      }
    };
    const notes = String(Buffer.concat((await tablesOf(this.tell.stage.addresses, [['assessment', 'need_note'], ['assessment', 'action_plan_version']])).map(({ bytes }) => bytes)));
    for (const canary of [...this.served, this.misused]) {
      const profile = await this.story.done('coordinator', 'enrollment', 'GET', `/members/${this.ids.get(canary)!}/profile`);
      look(JSON.stringify(profile), identityOf(canary), 'the profile of a canary');
    }
    for (const { words: { note, goal, summary, preference } } of this.served) look(notes, [note, goal, summary, preference], 'the notes and plans of a canary');
    for (const canary of this.served) if (!await this.mailsTellOf(canary)) missing = [...missing, 'no mail names a canary'];
    return [seen, missing];
  }

  private async mailsTellOf({ cells }: Canary): Promise<boolean> {
    return (await this.tell.mails.all()).some(({ text }) => text.includes(cells['last_name']!));
  }
}
