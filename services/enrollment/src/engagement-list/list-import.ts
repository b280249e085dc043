import { changeMany, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { keepFacts, supersedeListFacts } from '../eligibility/recorded-facts.js';
import type { FileKind, GivenRow } from '../file-import/file-imports.js';
import type { Outcome } from '../file-import/totals.js';
import { list, recordFacts } from '../member/listing.js';
import { members } from '../member/members.js';
import { contractsInForce, servingCareEntities } from '../plan-contract/plan-contract.projection.js';
import { exclusions } from '../rule-packs/exclusions.js';
import { Vault } from '../vault.js';
import { listColumns, type ListContext, type ListRow, readListRow } from './list-row.js';
import { type Entry, entriesOf, keepEntries, keepProfiles, type KnownProfile, profilesByCin, type Sealed } from './list-tables.js';

/** The list to which the rows of a file belong. */
export interface ListSubject {
  readonly listId: string;
  readonly programCode: string;
  readonly listRunDate: string;
  readonly listVersion: string;
}

/** A row with what is known of the member already. */
interface Compared extends Entry {
  readonly row: number;
  readonly county: string;
  readonly read: ListRow;
  readonly cinDigest: string;
  readonly profileDigest: string;
  readonly known: KnownProfile | undefined;
  readonly before: Entry | undefined;
}

/** Takes the rows of an engagement list over: a member keeps its id by plan and number; a row that says nothing new writes nothing. */
@Injectable()
export class ListImport implements FileKind<ListSubject> {
  readonly name = 'engagement-list';
  readonly columns = listColumns;
  readonly oncePerMember = true;
  /** A new member is sealed and says four events. */
  readonly rowsAtOnce = 250;

  constructor(private readonly vault: Vault) {}

  readonly apply = async (tx: Tx, rows: readonly GivenRow[], subject: ListSubject): Promise<Outcome[]> => {
    const context = await contextOf(tx, subject);
    const read = rows.map(({ row, cells }) => ({ row, ...readListRow(cells, context) }));
    const good = read.flatMap((each) => ('read' in each ? [{ row: each.row, read: each.read }] : []));
    const compared = await this.compare(tx, good, subject.listId);
    const changed = compared.filter(({ before, rowDigest }) => before?.rowDigest !== rowDigest);
    await this.takeOver(tx, changed, subject);
    const written = new Set(changed.map(({ row }) => row));
    return read.map((each) => ('complaints' in each
      ? { row: each.row, county: each.county, result: 'rejected', complaints: each.complaints }
      : { row: each.row, county: each.county, result: written.has(each.row) ? 'accepted' : 'unchanged' }));
  };

  private async compare(tx: Tx, rows: readonly { row: number; read: ListRow }[], listId: string): Promise<Compared[]> {
    const digests = rows.map(({ read }) => this.vault.cinDigest(read.profile.cin));
    const profiles = await profilesByCin(tx, digests);
    const entries = await entriesOf(tx, listId, [...profiles.values()].map(({ memberId }) => memberId));
    return rows.map(({ row, read }, nth) => {
      const cinDigest = digests[nth]!;
      const known = profiles.get(cinDigest);
      return {
        row, read, county: read.county, cinDigest, known, memberId: known?.memberId ?? tx.newId(), before: known && entries.get(known.memberId),
        rowDigest: this.vault.contentDigest(read), factsDigest: this.vault.contentDigest(read.facts), profileDigest: this.vault.contentDigest(read.profile),
        careEntityId: read.careEntityId ?? null, assignmentBasis: read.assignmentBasis ?? null,
      };
    });
  }

  private async takeOver(tx: Tx, changed: readonly Compared[], { listId, listRunDate }: ListSubject): Promise<void> {
    if (changed.length === 0) return;
    const byId = new Map(changed.map((each) => [each.memberId, each]));
    const withFacts = changed.filter(({ before, factsDigest }) => before?.factsDigest !== factsDigest);
    const hasFacts = new Set(withFacts.map(({ memberId }) => memberId));
    await changeMany(tx, members, [...byId.keys()], (member, memberId) => {
      const { read: { contractCode, county, population, source, facts } } = byId.get(memberId)!;
      const listing = list(member, { memberId, listId, contractCode, county, population, source, listedOn: listRunDate });
      if (!hasFacts.has(memberId)) return listing;
      const afterwards = listing.reduce(members.evolve, member);
      return [...listing, ...recordFacts(afterwards, memberId, { kinds: facts.map(({ kind }) => kind), source }, tx.now)];
    });
    for (const { memberId } of changed) tx.concerns(memberId);
    await supersedeListFacts(tx, listId, withFacts.filter(({ before }) => before).map(({ memberId }) => memberId));
    await keepFacts(tx, withFacts.map(({ memberId, read }) => ({ recordId: tx.newId(), memberId, listId, source: read.source, facts: read.facts })));
    const profiles = changed.filter(({ known, profileDigest }) => known?.profileDigest !== profileDigest);
    await keepProfiles(tx, profiles.map((each) => this.sealed(each)), this.vault.masterKeyId);
    await keepEntries(tx, listId, changed);
  }

  private sealed({ memberId, cinDigest, profileDigest, known, read }: Compared): Sealed {
    const seals = known
      ? { wrappedKey: known.wrappedKey, sealed: this.vault.reseal(memberId, known.wrappedKey, read.profile) }
      : this.vault.newProfile(memberId, read.profile);
    return { memberId, cinDigest, profileDigest, version: (known?.version ?? 0) + 1, ...seals };
  }
}

async function contextOf(tx: Tx, { programCode, listRunDate, listVersion }: ListSubject): Promise<ListContext> {
  const contracts = new Map([...await contractsInForce(tx)].map(([code, { county }]) => [code, county]));
  const careEntities = new Set((await servingCareEntities(tx)).keys());
  return { programCode, listRunDate, listVersion, contracts, careEntities, exclusions: new Set(exclusions.map(({ code }) => code)) };
}
