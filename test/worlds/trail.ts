import { callAws, REGION, type World } from './world.ts';

/** A record of CloudTrail, as far as tests look into it. */
export interface TrailRecord {
  readonly eventName: string;
  readonly eventSource: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: object | null;
  readonly responseElements: object | null;
  readonly additionalEventData?: Readonly<Record<string, string>>;
  readonly resources?: readonly { readonly ARN: string }[];
  readonly readOnly: boolean;
  readonly requestID?: string;
}

interface LookupPage {
  readonly Events: readonly { readonly CloudTrailEvent: string }[];
  readonly NextToken?: string;
}

/** Everything that LookupEvents finds, oldest first. */
export async function trailRecords(
  world: Pick<World, 'operator' | 'send'>,
  attribute?: { readonly AttributeKey: string; readonly AttributeValue: string },
  region = REGION,
): Promise<readonly TrailRecord[]> {
  const records: TrailRecord[] = [];
  const LookupAttributes = attribute === undefined ? [] : [attribute];
  let NextToken: string | undefined;
  do {
    const page: LookupPage = await callAws(
      world,
      'cloudtrail',
      'LookupEvents',
      { LookupAttributes, NextToken },
      region,
    );
    records.push(...page.Events.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent) as TrailRecord));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return records.toReversed();
}

/** The newest record of that name. */
export async function lastRecord(world: World, eventName: string): Promise<TrailRecord> {
  const records = await trailRecords(world, { AttributeKey: 'EventName', AttributeValue: eventName });
  const last = records.at(-1);
  if (last === undefined) throw new Error(`no event ${eventName}`);
  return last;
}
