/** What members say to each other: about views, and about what is to be copied. */
import type { Body } from "#core/ports/message.ts";
import type { Forward, Forwarded } from "../gateway.ts";
import type { Entry } from "../ledger.ts";
import type { Ballot, Vote } from "../paxos/synod.ts";

/** Who serves, and who has a copy of all that was acknowledged. Each view follows the one before. */
export interface View {
  readonly number: number;
  readonly primary: string;
  /** The primary is one of them. */
  readonly members: readonly string[];
}

/** Every message about the next view says which is the sender's present one, its predecessor. */
type AboutViews = { readonly known: View };

/** Paxos for one decree, the view after `known`. */
export type ViewMessage = AboutViews &
  (
    | { readonly type: "view_prepare"; readonly ballot: Ballot }
    | {
        readonly type: "view_promised";
        readonly ballot: Ballot;
        readonly vote: Vote<View> | null;
      }
    | { readonly type: "view_accept"; readonly ballot: Ballot; readonly view: View }
    | { readonly type: "view_accepted"; readonly ballot: Ballot }
    | { readonly type: "view_refused"; readonly ballot: Ballot }
    /** `known` is all there is to say. */
    | { readonly type: "view_known" }
  );

/** From the primary to all, a beacon too; `at` is by its own clock, and comes back in the answer. */
export type Copy = {
  readonly type: "copy";
  readonly view: View;
  readonly previous: number;
  readonly previousReign: number;
  readonly entries: readonly Entry[];
  readonly commit: number;
  readonly at: number;
};

/** `index`: up to there the logs agree if `matched`, else the last that might. */
export type Copied = {
  readonly type: "copied";
  readonly view: number;
  readonly matched: boolean;
  readonly index: number;
  readonly at: number;
};

export type BackupMessage = ViewMessage | Copy | Copied | Forward | Forwarded;

const TYPES: ReadonlySet<string> = new Set<BackupMessage["type"]>([
  "view_prepare",
  "view_promised",
  "view_accept",
  "view_accepted",
  "view_refused",
  "view_known",
  "copy",
  "copied",
  "forward",
  "forwarded",
]);

/** Members run this code, so that the type tells the fields. */
export function isBackupMessage(body: Body): body is Body & BackupMessage {
  return TYPES.has(body.type);
}
