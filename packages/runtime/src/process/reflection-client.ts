import { Client, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { fromJSON, type MethodDefinition } from '@grpc/proto-loader';
import type { ConnectOptions } from '../runtime.ts';
import { channelCredentials, NAME_OF_SERVERS } from './client-tls.ts';
import { asHsmError } from './grpc-peer.ts';

/** A service as its server describes it. */
export interface ReflectedService {
  /** With its package. */
  readonly name: string;
  readonly methods: readonly ReflectedMethod[];
}

interface ReflectedMethod {
  readonly name: string;
  /** Names of the messages, with their packages. */
  readonly request: string;
  readonly response: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
}

interface Answer {
  readonly listServicesResponse: { readonly service: readonly { readonly name: string }[] } | null;
  readonly fileDescriptorResponse: { readonly fileDescriptorProto: readonly File[] } | null;
}

interface File {
  readonly package: string;
  readonly service: readonly { readonly name: string; readonly method: readonly Method[] }[];
}

interface Method {
  readonly name: string;
  readonly inputType: string;
  readonly outputType: string;
  readonly clientStreaming: boolean;
  readonly serverStreaming: boolean;
}

/**
 * As much of grpc.reflection.v1 as a list of services takes. The bytes of a file's descriptor are declared as the message
 * that they hold: on the wire both are the same. Source: gRPC, "Server Reflection Protocol"; descriptor.proto.
 */
const REFLECTION = fromJSON(
  {
    nested: {
      ServerReflection: {
        methods: { ServerReflectionInfo: { requestType: 'Question', responseType: 'Answer', comment: '' } },
      },
      Question: {
        fields: { fileContainingSymbol: { type: 'string', id: 4 }, listServices: { type: 'string', id: 7 } },
      },
      Answer: {
        fields: { fileDescriptorResponse: { type: 'Files', id: 4 }, listServicesResponse: { type: 'Names', id: 6 } },
      },
      Names: { fields: { service: { rule: 'repeated', type: 'Name', id: 1 } } },
      Name: { fields: { name: { type: 'string', id: 1 } } },
      Files: { fields: { fileDescriptorProto: { rule: 'repeated', type: 'File', id: 1 } } },
      File: {
        fields: { package: { type: 'string', id: 2 }, service: { rule: 'repeated', type: 'Service', id: 6 } },
      },
      Service: { fields: { name: { type: 'string', id: 1 }, method: { rule: 'repeated', type: 'Method', id: 2 } } },
      Method: {
        fields: {
          name: { type: 'string', id: 1 },
          inputType: { type: 'string', id: 2 },
          outputType: { type: 'string', id: 3 },
          clientStreaming: { type: 'bool', id: 5 },
          serverStreaming: { type: 'bool', id: 6 },
        },
      },
    },
  },
  { defaults: true, arrays: true },
);
const PATH = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';

/** Asks a server which services it has, in the order in which it names them. Throws HsmError as a call of a peer does. */
export async function reflectServices(
  { address, tls }: Required<ConnectOptions>,
  deadlineMs: number,
): Promise<readonly ReflectedService[]> {
  const { requestSerialize, responseDeserialize } = definition();
  const client = new Client(address, channelCredentials({ tls }), { 'grpc.ssl_target_name_override': NAME_OF_SERVERS });
  try {
    const stream: ClientDuplexStream<object, Answer> = client.makeBidiStreamRequest(
      PATH,
      requestSerialize,
      responseDeserialize,
      { deadline: Date.now() + deadlineMs },
    );
    const answers = stream[Symbol.asyncIterator]() as AsyncIterator<Answer>;
    const ask = async (question: object) => {
      stream.write(question);
      return (await answers.next()).value as Answer | undefined;
    };
    const names = (await ask({ listServices: '*' }))?.listServicesResponse?.service ?? [];
    const services: ReflectedService[] = [];
    for (const { name } of names) {
      const files = (await ask({ fileContainingSymbol: name }))?.fileDescriptorResponse?.fileDescriptorProto ?? [];
      services.push({ name, methods: methodsOf(name, files) });
    }
    stream.end();
    return services;
  } catch (error) {
    throw asHsmError(error as ServiceError, address);
  } finally {
    client.close();
  }
}

function definition(): MethodDefinition<object, Answer> {
  const service = REFLECTION.ServerReflection as unknown as Record<string, MethodDefinition<object, Answer>>;
  const method = service.ServerReflectionInfo;
  if (method === undefined) throw new Error('the definition of reflection has no method');
  return method;
}

function methodsOf(name: string, files: readonly File[]): ReflectedMethod[] {
  const found = files
    .flatMap((file) => file.service.map((service) => ({ ...service, fullName: `${file.package}.${service.name}` })))
    .find(({ fullName }) => fullName === name);
  return (found?.method ?? []).map((method) => ({
    name: method.name,
    request: method.inputType.replace(/^\./, ''),
    response: method.outputType.replace(/^\./, ''),
    requestStream: method.clientStreaming,
    responseStream: method.serverStreaming,
  }));
}
