import { ec2Form, readEc2Answer } from '../../packages/cluster-manager/src/api/ec2/ec2.fixture.ts';
import { AnsweredError, type RawResponse, REGION, signedHeaders, type World } from './world.ts';

export const FORM = 'application/x-www-form-urlencoded; charset=utf-8';
/** Where the model names a member otherwise than the wire. */
const ON_THE_WIRE: Readonly<Record<string, string>> = { UserIdGroupPairs: 'Groups' };

/** Calls EC2. Throws what it answers with. */
export async function ec2<T = unknown>(world: World, action: string, input: object = {}): Promise<T> {
  const call = { service: 'ec2', operation: action, input, region: REGION } as const;
  const typed = world.programs?.aws?.(call);
  if (typed !== undefined) return answerOfCli<T>(await typed);
  const body = ec2Form(action, wireNames(input) as Readonly<Record<string, unknown>>);
  const headers = signedHeaders(world, 'ec2', { 'content-type': FORM }, body);
  const { status, body: answer } = await world.send({ headers, body });
  return readEc2Answer<T>(action, status, answer);
}

/** The VPC of the Region. */
export async function vpcOf(world: World): Promise<string> {
  const { vpcSet } = await ec2<{ vpcSet: { vpcId: string }[] }>(world.programs?.without ?? world, 'DescribeVpcs');
  return vpcSet[0]?.vpcId ?? '';
}

function answerOfCli<T>({ status, body }: RawResponse): T {
  const answer = JSON.parse(body.length === 0 ? '{}' : body.toString()) as T & { __type?: string; message?: string };
  if (status !== 200) throw new AnsweredError(answer.__type ?? '', answer.message ?? '', status);
  return answer;
}

function wireNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wireNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [ON_THE_WIRE[name] ?? name, wireNames(member)]),
  );
}
