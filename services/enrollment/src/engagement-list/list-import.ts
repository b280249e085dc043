import { changeMany, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { keepFacts, supersedeListFacts } from '../eligibility/recorded-facts.js';
import type { Cells } from '../file-import/cells.js';
import type { FileKind, GoodRow, ReadRow } from '../file-import/file-imports.js';
import type { Outcome } from '../file-import/totals.js';
import { list, recordFacts } from '../member/listing.js';
import { members } from '../member/members.js';
import { contractsInForce, servingCareEntities } from '../plan-contract/plan-contract.projection.js';
import { exclusions } from '../rule-packs/exclusions.js';
import { Vault } from '../vault.js';
import { listColumns, type ListContext, type ListRow, readListRow } from './list-row.js';
import { type Entry, keepEntries, keepProfiles, knownByCin, type KnownProfile, type Sealed } from './list-tables.js';

/** The list to which the rows of a file belong. */
export interface ListSubject {
  readonly listId: string;
  readonly programCode: string;
  readonly listRunDate: string;
  readonly listVersion: string;
}

/** A row with the digests by which it is found and compared. */
interface DigestedRow extends ListRow, Digests {}
interface Digests {
  readonly cinDigest: string;
  readonly profileDigest: string;
  readonly rowDigest: string;
  readonly factsDigest: string;
}

/** A row with what is known of the member already. */
interface Compared extends Entry, Digests {
  readonly row: number;
  readonly county: string | undefined;
  readonly read: ListRow;
  readonly known: KnownProfile | undefined;
  readonly before: Entry | undefined;
}

/** Takes the rows of an engagement list over: a member keeps its id by plan and number; a row that says nothing new writes nothing. */
@Injectable()
export class ListImport implements FileKind<ListSubject, DigestedRow> {
  readonly name = 'engagement-list';
  readonly columns = listColumns;
  readonly oncePerMember = true;
  /** A new member is sealed and says four events. */
  readonly rowsAtOnce = 150;

  constructor(private readonly vault: Vault) {}

  readonly reading = async (tx: Tx, subject: ListSubject): Promise<(cells: Cells) => ReadRow<DigestedRow>> => {
    const context = await contextOf(tx, subject);
    return (cells) => {
      const row = readListRow(cells, context);
      return 'read' in row ? { ...row, read: { ...row.read, ...this.digestsOf(row.read) } } : row;
    };
  };

  readonly apply = async (tx: Tx, rows: readonly GoodRow<DigestedRow>[], subject: ListSubject): Promise<Outcome[]> => {
    const compared = await compare(tx, rows, subject.listId);
    const changed = compared.filter(({ before, rowDigest }) => before?.rowDigest !== rowDigest);
    await this.takeOver(tx, changed, subject);
    const written = new Set(changed.map(({ row }) => row));
    return rows.map(({ row, county }) => ({ row, county, result: written.has(row) ? 'accepted' : 'unchanged' }));
  };

  private digestsOf(read: ListRow): Digests {
    return {
      cinDigest: this.vault.cinDigest(read.profile.cin), profileDigest: this.vault.contentDigest(read.profile), rowDigest: this.vault.contentDigest(read),
      factsDigest: this.vault.contentDigest(read.facts),
    };
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
    supersedeListFacts(tx, listId, withFacts.filter(({ before }) => before).map(({ memberId }) => memberId));
    keepFacts(tx, withFacts.map(({ memberId, read }) => ({ recordId: tx.newId(), memberId, listId, source: read.source, facts: read.facts })));
    const profiles = changed.filter(({ known, profileDigest }) => known?.profileDigest !== profileDigest);
    await keepProfiles(tx, profiles.map((each) => this.sealed(each)), this.vault.masterKeyId);
    keepEntries(tx, listId, changed);
  }

  private sealed({ memberId, cinDigest, profileDigest, known, read }: Compared): Sealed {
    const seals = known
      ? { wrappedKey: known.wrappedKey, sealed: this.vault.reseal(memberId, known.wrappedKey, read.profile) }
      : this.vault.newProfile(memberId, read.profile);
    return { memberId, cinDigest, profileDigest, version: (known?.version ?? 0) + 1, ...seals };
  }
}

async function compare(tx: Tx, rows: readonly GoodRow<DigestedRow>[], listId: string): Promise<Compared[]> {
  const known = await knownByCin(tx, listId, rows.map(({ read }) => read.cinDigest));
  return rows.map(({ row, county, read: { cinDigest, profileDigest, rowDigest, factsDigest, ...read } }) => {
    const { profile, before } = known.get(cinDigest) ?? { profile: undefined, before: undefined };
    return {
      row, county, read, cinDigest, profileDigest, rowDigest, factsDigest, known: profile, before, memberId: profile?.memberId ?? tx.newId(),
      careEntityId: read.careEntityId ?? null, assignmentBasis: read.assignmentBasis ?? null,
    };
  });
}

async function contextOf(tx: Tx, { programCode, listRunDate, listVersion }: ListSubject): Promise<ListContext> {
  const contracts = new Map([...await contractsInForce(tx)].map(([code, { county }]) => [code, county]));
  const careEntities = new Set((await servingCareEntities(tx)).keys());
  return { programCode, listRunDate, listVersion, contracts, careEntities, exclusions: new Set(exclusions.map(({ code }) => code)) };
}
