import * as $protobuf from "protobufjs/minimal.js";

/** Namespace coffer. */
export namespace coffer {

    /** Namespace raft. */
    namespace raft {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a MessageBatch.
             * @deprecated Use coffer.raft.v1.MessageBatch.$Properties instead.
             */
            interface IMessageBatch extends coffer.raft.v1.MessageBatch.$Properties {
            }

            /** Represents a MessageBatch. */
            class MessageBatch {

                /**
                 * Constructs a new MessageBatch.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.MessageBatch.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** MessageBatch messages. */
                messages: coffer.raft.v1.Message[];

                /**
                 * Creates a new MessageBatch instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns MessageBatch instance
                 */
                static create(properties: coffer.raft.v1.MessageBatch.$Shape): coffer.raft.v1.MessageBatch & coffer.raft.v1.MessageBatch.$Shape;
                static create(properties?: coffer.raft.v1.MessageBatch.$Properties): coffer.raft.v1.MessageBatch;

                /**
                 * Encodes the specified MessageBatch message. Does not implicitly {@link coffer.raft.v1.MessageBatch.verify|verify} messages.
                 * @param message MessageBatch message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.MessageBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a MessageBatch message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.MessageBatch & coffer.raft.v1.MessageBatch.$Shape} MessageBatch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.MessageBatch & coffer.raft.v1.MessageBatch.$Shape;
            }

            namespace MessageBatch {

                /** Properties of a MessageBatch. */
                interface $Properties {

                    /** MessageBatch messages */
                    messages?: coffer.raft.v1.Message.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a MessageBatch. */
                type $Shape = {
                  messages?: coffer.raft.v1.Message.$Shape[];
                  $unknowns?: Uint8Array[];
                };
            }

            /**
             * Properties of a Message.
             * @deprecated Use coffer.raft.v1.Message.$Properties instead.
             */
            interface IMessage extends coffer.raft.v1.Message.$Properties {
            }

            /** Represents a Message. */
            class Message {

                /**
                 * Constructs a new Message.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.Message.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Message from. */
                from: number;

                /** Message to. */
                to: number;

                /** Message term. */
                term: number;

                /** Message append. */
                append: (coffer.raft.v1.Append|null);

                /** Message appendResponse. */
                appendResponse: (coffer.raft.v1.AppendResponse|null);

                /** Message vote. */
                vote: (coffer.raft.v1.Vote|null);

                /** Message voteResponse. */
                voteResponse: (coffer.raft.v1.VoteResponse|null);

                /** Message preVote. */
                preVote: (coffer.raft.v1.Vote|null);

                /** Message preVoteResponse. */
                preVoteResponse: (coffer.raft.v1.VoteResponse|null);

                /** Message heartbeat. */
                heartbeat: (coffer.raft.v1.Heartbeat|null);

                /** Message heartbeatResponse. */
                heartbeatResponse: (coffer.raft.v1.HeartbeatResponse|null);

                /** Message snapshot. */
                snapshot: (coffer.raft.v1.InstallSnapshot|null);

                /** Message timeoutNow. */
                timeoutNow: (coffer.raft.v1.TimeoutNow|null);

                /** Message transferLeader. */
                transferLeader: (coffer.raft.v1.TransferLeader|null);

                /** Message propose. */
                propose: (coffer.raft.v1.Propose|null);

                /** Message readIndex. */
                readIndex: (coffer.raft.v1.ReadIndex|null);

                /** Message readIndexResponse. */
                readIndexResponse: (coffer.raft.v1.ReadIndexResponse|null);

                /** Message body. */
                body?: ("append"|"appendResponse"|"vote"|"voteResponse"|"preVote"|"preVoteResponse"|"heartbeat"|"heartbeatResponse"|"snapshot"|"timeoutNow"|"transferLeader"|"propose"|"readIndex"|"readIndexResponse");

                /**
                 * Creates a new Message instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Message instance
                 */
                static create(properties: coffer.raft.v1.Message.$Shape): coffer.raft.v1.Message & coffer.raft.v1.Message.$Shape;
                static create(properties?: coffer.raft.v1.Message.$Properties): coffer.raft.v1.Message;

                /**
                 * Encodes the specified Message message. Does not implicitly {@link coffer.raft.v1.Message.verify|verify} messages.
                 * @param message Message message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.Message.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Message message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.Message & coffer.raft.v1.Message.$Shape} Message
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.Message & coffer.raft.v1.Message.$Shape;
            }

            namespace Message {

                /** Properties of a Message. */
                interface $Properties {

                    /** Message from */
                    from?: number;

                    /** Message to */
                    to?: number;

                    /** Message term */
                    term?: number;

                    /** Message append */
                    append?: (coffer.raft.v1.Append.$Properties|null);

                    /** Message appendResponse */
                    appendResponse?: (coffer.raft.v1.AppendResponse.$Properties|null);

                    /** Message vote */
                    vote?: (coffer.raft.v1.Vote.$Properties|null);

                    /** Message voteResponse */
                    voteResponse?: (coffer.raft.v1.VoteResponse.$Properties|null);

                    /** Message preVote */
                    preVote?: (coffer.raft.v1.Vote.$Properties|null);

                    /** Message preVoteResponse */
                    preVoteResponse?: (coffer.raft.v1.VoteResponse.$Properties|null);

                    /** Message heartbeat */
                    heartbeat?: (coffer.raft.v1.Heartbeat.$Properties|null);

                    /** Message heartbeatResponse */
                    heartbeatResponse?: (coffer.raft.v1.HeartbeatResponse.$Properties|null);

                    /** Message snapshot */
                    snapshot?: (coffer.raft.v1.InstallSnapshot.$Properties|null);

                    /** Message timeoutNow */
                    timeoutNow?: (coffer.raft.v1.TimeoutNow.$Properties|null);

                    /** Message transferLeader */
                    transferLeader?: (coffer.raft.v1.TransferLeader.$Properties|null);

                    /** Message propose */
                    propose?: (coffer.raft.v1.Propose.$Properties|null);

                    /** Message readIndex */
                    readIndex?: (coffer.raft.v1.ReadIndex.$Properties|null);

                    /** Message readIndexResponse */
                    readIndexResponse?: (coffer.raft.v1.ReadIndexResponse.$Properties|null);

                    /** Message body */
                    body?: ("append"|"appendResponse"|"vote"|"voteResponse"|"preVote"|"preVoteResponse"|"heartbeat"|"heartbeatResponse"|"snapshot"|"timeoutNow"|"transferLeader"|"propose"|"readIndex"|"readIndexResponse");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a Message. */
                type $Shape = {
                  from?: number;
                  to?: number;
                  term?: number;
                  append?: coffer.raft.v1.Append.$Shape|null;
                  appendResponse?: coffer.raft.v1.AppendResponse.$Shape|null;
                  vote?: coffer.raft.v1.Vote.$Shape|null;
                  voteResponse?: coffer.raft.v1.VoteResponse.$Shape|null;
                  preVote?: coffer.raft.v1.Vote.$Shape|null;
                  preVoteResponse?: coffer.raft.v1.VoteResponse.$Shape|null;
                  heartbeat?: coffer.raft.v1.Heartbeat.$Shape|null;
                  heartbeatResponse?: coffer.raft.v1.HeartbeatResponse.$Shape|null;
                  snapshot?: coffer.raft.v1.InstallSnapshot.$Shape|null;
                  timeoutNow?: coffer.raft.v1.TimeoutNow.$Shape|null;
                  transferLeader?: coffer.raft.v1.TransferLeader.$Shape|null;
                  propose?: coffer.raft.v1.Propose.$Shape|null;
                  readIndex?: coffer.raft.v1.ReadIndex.$Shape|null;
                  readIndexResponse?: coffer.raft.v1.ReadIndexResponse.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ body?: undefined; append?: null; appendResponse?: null; vote?: null; voteResponse?: null; preVote?: null; preVoteResponse?: null; heartbeat?: null; heartbeatResponse?: null; snapshot?: null; timeoutNow?: null; transferLeader?: null; propose?: null; readIndex?: null; readIndexResponse?: null }|{ body?: "append"; append: coffer.raft.v1.Append.$Shape; appendResponse?: null; vote?: null; voteResponse?: null; preVote?: null; preVoteResponse?: null; heartbeat?: null; heartbeatResponse?: null; snapshot?: null; timeoutNow?: null; transferLeader?: null; propose?: null; readIndex?: null; readIndexResponse?: null }|{ body?: "appendResponse"; append?: null; appendResponse: coffer.raft.v1.AppendResponse.$Shape; vote?: null; voteResponse?: null; preVote?: null; preVoteResponse?: null; heartbeat?: null; heartbeatResponse?: null; snapshot?: null; timeoutNow?: null; transferLeader?: null; propose?: null; readIndex?: null; readIndexResponse?: null }|{ body?: "vote"; append?: null; appendResponse?: null; vote: coffer.raft.v1.Vote.$Shape; voteResponse?: null; preVote?: null; preVoteResponse?: null; heartbeat?: null; heartbeatResponse?: null; snapshot?: null; timeoutNow?: null; transferLeader?: null; propose?: null; readIndex?: null; readIndexResponse?: null }|{ body?: "voteResponse"; append?: null; appendResponse?: null; vote?: null; voteResponse: coffer.raft.v1.VoteResponse.$Shape; preVote?: null; preVoteResponse?: null; heartbeat?: null; heartbeatResponse?: null; snapshot?: null; timeoutNow?: null; transferLeader?: null; propose?: null; readIndex?: null; readIndexResponse?: null }|{ body?: "preVote"; append?: null; appendResponse?: null; vote?: null; voteResponse?: null; preVote: coffer.raft.v1.Vote.$Shape; preVoteResponse?: null; heartbeat?: null; heartbeatResponse?: null; snapshot?: null; timeoutNow?: null; transferLeader?: null; propose?: null; readIndex?: null; readIndexResponse?: null }|{ body?: "preVoteResponse"; append?: null; appendResponse?: null; vote?: null; voteResponse?: null; preVote?: null; preVoteResponse: coffer.raft.v1.VoteResponse.$Shape; heartbeat?: null; heartbeatResponse?: null; snapshot?: null; timeoutNow?: null; transferLeader?: null; propose?: null; readIndex?: null; readIndexResponse?: null }|{ body?: "heartbeat"; append?: null; appendResponse?: null; vote?: null; voteResponse?: null; preVote?: null; preVoteResponse?: null; heartbeat: coffer.raft.v1.Heartbeat.$Shape; heartbeatResponse?: null; snapshot?: null; timeoutNow?: null; transferLeader?: null; propose?: null; readIndex?: null; readIndexResponse?: null }|{ body?: "heartbeatResponse"; append?: null; appendResponse?: null; vote?: null; voteResponse?: null; preVote?: null; preVoteResponse?: null; heartbeat?: null; heartbeatResponse: coffer.raft.v1.HeartbeatResponse.$Shape; snapshot?: null; timeoutNow?: null; transferLeader?: null; propose?: null; readIndex?: null; readIndexResponse?: null }|{ body?: "snapshot"; append?: null; appendResponse?: null; vote?: null; voteResponse?: null; preVote?: null; preVoteResponse?: null; heartbeat?: null; heartbeatResponse?: null; snapshot: coffer.raft.v1.InstallSnapshot.$Shape; timeoutNow?: null; transferLeader?: null; propose?: null; readIndex?: null; readIndexResponse?: null }|{ body?: "timeoutNow"; append?: null; appendResponse?: null; vote?: null; voteResponse?: null; preVote?: null; preVoteResponse?: null; heartbeat?: null; heartbeatResponse?: null; snapshot?: null; timeoutNow: coffer.raft.v1.TimeoutNow.$Shape; transferLeader?: null; propose?: null; readIndex?: null; readIndexResponse?: null }|{ body?: "transferLeader"; append?: null; appendResponse?: null; vote?: null; voteResponse?: null; preVote?: null; preVoteResponse?: null; heartbeat?: null; heartbeatResponse?: null; snapshot?: null; timeoutNow?: null; transferLeader: coffer.raft.v1.TransferLeader.$Shape; propose?: null; readIndex?: null; readIndexResponse?: null }|{ body?: "propose"; append?: null; appendResponse?: null; vote?: null; voteResponse?: null; preVote?: null; preVoteResponse?: null; heartbeat?: null; heartbeatResponse?: null; snapshot?: null; timeoutNow?: null; transferLeader?: null; propose: coffer.raft.v1.Propose.$Shape; readIndex?: null; readIndexResponse?: null }|{ body?: "readIndex"; append?: null; appendResponse?: null; vote?: null; voteResponse?: null; preVote?: null; preVoteResponse?: null; heartbeat?: null; heartbeatResponse?: null; snapshot?: null; timeoutNow?: null; transferLeader?: null; propose?: null; readIndex: coffer.raft.v1.ReadIndex.$Shape; readIndexResponse?: null }|{ body?: "readIndexResponse"; append?: null; appendResponse?: null; vote?: null; voteResponse?: null; preVote?: null; preVoteResponse?: null; heartbeat?: null; heartbeatResponse?: null; snapshot?: null; timeoutNow?: null; transferLeader?: null; propose?: null; readIndex?: null; readIndexResponse: coffer.raft.v1.ReadIndexResponse.$Shape })
                );
            }

            /**
             * Properties of an Append.
             * @deprecated Use coffer.raft.v1.Append.$Properties instead.
             */
            interface IAppend extends coffer.raft.v1.Append.$Properties {
            }

            /** Represents an Append. */
            class Append {

                /**
                 * Constructs a new Append.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.Append.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Append previousIndex. */
                previousIndex: number;

                /** Append previousTerm. */
                previousTerm: number;

                /** Append commit. */
                commit: number;

                /** Append entries. */
                entries: coffer.raft.v1.Entry[];

                /**
                 * Creates a new Append instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Append instance
                 */
                static create(properties: coffer.raft.v1.Append.$Shape): coffer.raft.v1.Append & coffer.raft.v1.Append.$Shape;
                static create(properties?: coffer.raft.v1.Append.$Properties): coffer.raft.v1.Append;

                /**
                 * Encodes the specified Append message. Does not implicitly {@link coffer.raft.v1.Append.verify|verify} messages.
                 * @param message Append message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.Append.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Append message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.Append & coffer.raft.v1.Append.$Shape} Append
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.Append & coffer.raft.v1.Append.$Shape;
            }

            namespace Append {

                /** Properties of an Append. */
                interface $Properties {

                    /** Append previousIndex */
                    previousIndex?: number;

                    /** Append previousTerm */
                    previousTerm?: number;

                    /** Append commit */
                    commit?: number;

                    /** Append entries */
                    entries?: coffer.raft.v1.Entry.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Append. */
                type $Shape = coffer.raft.v1.Append.$Properties;
            }

            /**
             * Properties of an AppendResponse.
             * @deprecated Use coffer.raft.v1.AppendResponse.$Properties instead.
             */
            interface IAppendResponse extends coffer.raft.v1.AppendResponse.$Properties {
            }

            /** Represents an AppendResponse. */
            class AppendResponse {

                /**
                 * Constructs a new AppendResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.AppendResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AppendResponse index. */
                index: number;

                /** AppendResponse rejected. */
                rejected: boolean;

                /** AppendResponse hintIndex. */
                hintIndex: number;

                /** AppendResponse hintTerm. */
                hintTerm: number;

                /**
                 * Creates a new AppendResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AppendResponse instance
                 */
                static create(properties: coffer.raft.v1.AppendResponse.$Shape): coffer.raft.v1.AppendResponse & coffer.raft.v1.AppendResponse.$Shape;
                static create(properties?: coffer.raft.v1.AppendResponse.$Properties): coffer.raft.v1.AppendResponse;

                /**
                 * Encodes the specified AppendResponse message. Does not implicitly {@link coffer.raft.v1.AppendResponse.verify|verify} messages.
                 * @param message AppendResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.AppendResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AppendResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.AppendResponse & coffer.raft.v1.AppendResponse.$Shape} AppendResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.AppendResponse & coffer.raft.v1.AppendResponse.$Shape;
            }

            namespace AppendResponse {

                /** Properties of an AppendResponse. */
                interface $Properties {

                    /** AppendResponse index */
                    index?: number;

                    /** AppendResponse rejected */
                    rejected?: boolean;

                    /** AppendResponse hintIndex */
                    hintIndex?: number;

                    /** AppendResponse hintTerm */
                    hintTerm?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AppendResponse. */
                type $Shape = coffer.raft.v1.AppendResponse.$Properties;
            }

            /**
             * Properties of a Vote.
             * @deprecated Use coffer.raft.v1.Vote.$Properties instead.
             */
            interface IVote extends coffer.raft.v1.Vote.$Properties {
            }

            /** Represents a Vote. */
            class Vote {

                /**
                 * Constructs a new Vote.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.Vote.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Vote lastIndex. */
                lastIndex: number;

                /** Vote lastTerm. */
                lastTerm: number;

                /** Vote transfer. */
                transfer: boolean;

                /**
                 * Creates a new Vote instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Vote instance
                 */
                static create(properties: coffer.raft.v1.Vote.$Shape): coffer.raft.v1.Vote & coffer.raft.v1.Vote.$Shape;
                static create(properties?: coffer.raft.v1.Vote.$Properties): coffer.raft.v1.Vote;

                /**
                 * Encodes the specified Vote message. Does not implicitly {@link coffer.raft.v1.Vote.verify|verify} messages.
                 * @param message Vote message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.Vote.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Vote message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.Vote & coffer.raft.v1.Vote.$Shape} Vote
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.Vote & coffer.raft.v1.Vote.$Shape;
            }

            namespace Vote {

                /** Properties of a Vote. */
                interface $Properties {

                    /** Vote lastIndex */
                    lastIndex?: number;

                    /** Vote lastTerm */
                    lastTerm?: number;

                    /** Vote transfer */
                    transfer?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Vote. */
                type $Shape = coffer.raft.v1.Vote.$Properties;
            }

            /**
             * Properties of a VoteResponse.
             * @deprecated Use coffer.raft.v1.VoteResponse.$Properties instead.
             */
            interface IVoteResponse extends coffer.raft.v1.VoteResponse.$Properties {
            }

            /** Represents a VoteResponse. */
            class VoteResponse {

                /**
                 * Constructs a new VoteResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.VoteResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** VoteResponse rejected. */
                rejected: boolean;

                /**
                 * Creates a new VoteResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns VoteResponse instance
                 */
                static create(properties: coffer.raft.v1.VoteResponse.$Shape): coffer.raft.v1.VoteResponse & coffer.raft.v1.VoteResponse.$Shape;
                static create(properties?: coffer.raft.v1.VoteResponse.$Properties): coffer.raft.v1.VoteResponse;

                /**
                 * Encodes the specified VoteResponse message. Does not implicitly {@link coffer.raft.v1.VoteResponse.verify|verify} messages.
                 * @param message VoteResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.VoteResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a VoteResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.VoteResponse & coffer.raft.v1.VoteResponse.$Shape} VoteResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.VoteResponse & coffer.raft.v1.VoteResponse.$Shape;
            }

            namespace VoteResponse {

                /** Properties of a VoteResponse. */
                interface $Properties {

                    /** VoteResponse rejected */
                    rejected?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a VoteResponse. */
                type $Shape = coffer.raft.v1.VoteResponse.$Properties;
            }

            /**
             * Properties of a Heartbeat.
             * @deprecated Use coffer.raft.v1.Heartbeat.$Properties instead.
             */
            interface IHeartbeat extends coffer.raft.v1.Heartbeat.$Properties {
            }

            /** Represents a Heartbeat. */
            class Heartbeat {

                /**
                 * Constructs a new Heartbeat.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.Heartbeat.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Heartbeat commit. */
                commit: number;

                /** Heartbeat round. */
                round: number;

                /**
                 * Creates a new Heartbeat instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Heartbeat instance
                 */
                static create(properties: coffer.raft.v1.Heartbeat.$Shape): coffer.raft.v1.Heartbeat & coffer.raft.v1.Heartbeat.$Shape;
                static create(properties?: coffer.raft.v1.Heartbeat.$Properties): coffer.raft.v1.Heartbeat;

                /**
                 * Encodes the specified Heartbeat message. Does not implicitly {@link coffer.raft.v1.Heartbeat.verify|verify} messages.
                 * @param message Heartbeat message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.Heartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Heartbeat message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.Heartbeat & coffer.raft.v1.Heartbeat.$Shape} Heartbeat
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.Heartbeat & coffer.raft.v1.Heartbeat.$Shape;
            }

            namespace Heartbeat {

                /** Properties of a Heartbeat. */
                interface $Properties {

                    /** Heartbeat commit */
                    commit?: number;

                    /** Heartbeat round */
                    round?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Heartbeat. */
                type $Shape = coffer.raft.v1.Heartbeat.$Properties;
            }

            /**
             * Properties of a HeartbeatResponse.
             * @deprecated Use coffer.raft.v1.HeartbeatResponse.$Properties instead.
             */
            interface IHeartbeatResponse extends coffer.raft.v1.HeartbeatResponse.$Properties {
            }

            /** Represents a HeartbeatResponse. */
            class HeartbeatResponse {

                /**
                 * Constructs a new HeartbeatResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.HeartbeatResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HeartbeatResponse round. */
                round: number;

                /**
                 * Creates a new HeartbeatResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns HeartbeatResponse instance
                 */
                static create(properties: coffer.raft.v1.HeartbeatResponse.$Shape): coffer.raft.v1.HeartbeatResponse & coffer.raft.v1.HeartbeatResponse.$Shape;
                static create(properties?: coffer.raft.v1.HeartbeatResponse.$Properties): coffer.raft.v1.HeartbeatResponse;

                /**
                 * Encodes the specified HeartbeatResponse message. Does not implicitly {@link coffer.raft.v1.HeartbeatResponse.verify|verify} messages.
                 * @param message HeartbeatResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.HeartbeatResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a HeartbeatResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.HeartbeatResponse & coffer.raft.v1.HeartbeatResponse.$Shape} HeartbeatResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.HeartbeatResponse & coffer.raft.v1.HeartbeatResponse.$Shape;
            }

            namespace HeartbeatResponse {

                /** Properties of a HeartbeatResponse. */
                interface $Properties {

                    /** HeartbeatResponse round */
                    round?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a HeartbeatResponse. */
                type $Shape = coffer.raft.v1.HeartbeatResponse.$Properties;
            }

            /**
             * Properties of an InstallSnapshot.
             * @deprecated Use coffer.raft.v1.InstallSnapshot.$Properties instead.
             */
            interface IInstallSnapshot extends coffer.raft.v1.InstallSnapshot.$Properties {
            }

            /** Represents an InstallSnapshot. */
            class InstallSnapshot {

                /**
                 * Constructs a new InstallSnapshot.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.InstallSnapshot.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** InstallSnapshot snapshot. */
                snapshot: coffer.raft.v1.Snapshot;

                /**
                 * Creates a new InstallSnapshot instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns InstallSnapshot instance
                 */
                static create(properties: coffer.raft.v1.InstallSnapshot.$Shape): coffer.raft.v1.InstallSnapshot & coffer.raft.v1.InstallSnapshot.$Shape;
                static create(properties?: coffer.raft.v1.InstallSnapshot.$Properties): coffer.raft.v1.InstallSnapshot;

                /**
                 * Encodes the specified InstallSnapshot message. Does not implicitly {@link coffer.raft.v1.InstallSnapshot.verify|verify} messages.
                 * @param message InstallSnapshot message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.InstallSnapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an InstallSnapshot message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.InstallSnapshot & coffer.raft.v1.InstallSnapshot.$Shape} InstallSnapshot
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.InstallSnapshot & coffer.raft.v1.InstallSnapshot.$Shape;
            }

            namespace InstallSnapshot {

                /** Properties of an InstallSnapshot. */
                interface $Properties {

                    /** InstallSnapshot snapshot */
                    snapshot?: coffer.raft.v1.Snapshot.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an InstallSnapshot. */
                type $Shape = coffer.raft.v1.InstallSnapshot.$Properties;
            }

            /**
             * Properties of a TimeoutNow.
             * @deprecated Use coffer.raft.v1.TimeoutNow.$Properties instead.
             */
            interface ITimeoutNow extends coffer.raft.v1.TimeoutNow.$Properties {
            }

            /** Represents a TimeoutNow. */
            class TimeoutNow {

                /**
                 * Constructs a new TimeoutNow.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.TimeoutNow.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /**
                 * Creates a new TimeoutNow instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns TimeoutNow instance
                 */
                static create(properties: coffer.raft.v1.TimeoutNow.$Shape): coffer.raft.v1.TimeoutNow & coffer.raft.v1.TimeoutNow.$Shape;
                static create(properties?: coffer.raft.v1.TimeoutNow.$Properties): coffer.raft.v1.TimeoutNow;

                /**
                 * Encodes the specified TimeoutNow message. Does not implicitly {@link coffer.raft.v1.TimeoutNow.verify|verify} messages.
                 * @param message TimeoutNow message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.TimeoutNow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TimeoutNow message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.TimeoutNow & coffer.raft.v1.TimeoutNow.$Shape} TimeoutNow
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.TimeoutNow & coffer.raft.v1.TimeoutNow.$Shape;
            }

            namespace TimeoutNow {

                /** Properties of a TimeoutNow. */
                interface $Properties {

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TimeoutNow. */
                type $Shape = coffer.raft.v1.TimeoutNow.$Properties;
            }

            /**
             * Properties of a TransferLeader.
             * @deprecated Use coffer.raft.v1.TransferLeader.$Properties instead.
             */
            interface ITransferLeader extends coffer.raft.v1.TransferLeader.$Properties {
            }

            /** Represents a TransferLeader. */
            class TransferLeader {

                /**
                 * Constructs a new TransferLeader.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.TransferLeader.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** TransferLeader transferee. */
                transferee: number;

                /**
                 * Creates a new TransferLeader instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns TransferLeader instance
                 */
                static create(properties: coffer.raft.v1.TransferLeader.$Shape): coffer.raft.v1.TransferLeader & coffer.raft.v1.TransferLeader.$Shape;
                static create(properties?: coffer.raft.v1.TransferLeader.$Properties): coffer.raft.v1.TransferLeader;

                /**
                 * Encodes the specified TransferLeader message. Does not implicitly {@link coffer.raft.v1.TransferLeader.verify|verify} messages.
                 * @param message TransferLeader message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.TransferLeader.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a TransferLeader message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.TransferLeader & coffer.raft.v1.TransferLeader.$Shape} TransferLeader
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.TransferLeader & coffer.raft.v1.TransferLeader.$Shape;
            }

            namespace TransferLeader {

                /** Properties of a TransferLeader. */
                interface $Properties {

                    /** TransferLeader transferee */
                    transferee?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a TransferLeader. */
                type $Shape = coffer.raft.v1.TransferLeader.$Properties;
            }

            /**
             * Properties of a Propose.
             * @deprecated Use coffer.raft.v1.Propose.$Properties instead.
             */
            interface IPropose extends coffer.raft.v1.Propose.$Properties {
            }

            /** Represents a Propose. */
            class Propose {

                /**
                 * Constructs a new Propose.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.Propose.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Propose entries. */
                entries: coffer.raft.v1.Entry[];

                /**
                 * Creates a new Propose instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Propose instance
                 */
                static create(properties: coffer.raft.v1.Propose.$Shape): coffer.raft.v1.Propose & coffer.raft.v1.Propose.$Shape;
                static create(properties?: coffer.raft.v1.Propose.$Properties): coffer.raft.v1.Propose;

                /**
                 * Encodes the specified Propose message. Does not implicitly {@link coffer.raft.v1.Propose.verify|verify} messages.
                 * @param message Propose message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.Propose.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Propose message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.Propose & coffer.raft.v1.Propose.$Shape} Propose
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.Propose & coffer.raft.v1.Propose.$Shape;
            }

            namespace Propose {

                /** Properties of a Propose. */
                interface $Properties {

                    /** Propose entries */
                    entries?: coffer.raft.v1.Entry.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Propose. */
                type $Shape = coffer.raft.v1.Propose.$Properties;
            }

            /**
             * Properties of a ReadIndex.
             * @deprecated Use coffer.raft.v1.ReadIndex.$Properties instead.
             */
            interface IReadIndex extends coffer.raft.v1.ReadIndex.$Properties {
            }

            /** Represents a ReadIndex. */
            class ReadIndex {

                /**
                 * Constructs a new ReadIndex.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.ReadIndex.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReadIndex context. */
                context: number;

                /**
                 * Creates a new ReadIndex instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ReadIndex instance
                 */
                static create(properties: coffer.raft.v1.ReadIndex.$Shape): coffer.raft.v1.ReadIndex & coffer.raft.v1.ReadIndex.$Shape;
                static create(properties?: coffer.raft.v1.ReadIndex.$Properties): coffer.raft.v1.ReadIndex;

                /**
                 * Encodes the specified ReadIndex message. Does not implicitly {@link coffer.raft.v1.ReadIndex.verify|verify} messages.
                 * @param message ReadIndex message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.ReadIndex.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReadIndex message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.ReadIndex & coffer.raft.v1.ReadIndex.$Shape} ReadIndex
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.ReadIndex & coffer.raft.v1.ReadIndex.$Shape;
            }

            namespace ReadIndex {

                /** Properties of a ReadIndex. */
                interface $Properties {

                    /** ReadIndex context */
                    context?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ReadIndex. */
                type $Shape = coffer.raft.v1.ReadIndex.$Properties;
            }

            /**
             * Properties of a ReadIndexResponse.
             * @deprecated Use coffer.raft.v1.ReadIndexResponse.$Properties instead.
             */
            interface IReadIndexResponse extends coffer.raft.v1.ReadIndexResponse.$Properties {
            }

            /** Represents a ReadIndexResponse. */
            class ReadIndexResponse {

                /**
                 * Constructs a new ReadIndexResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.ReadIndexResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ReadIndexResponse context. */
                context: number;

                /** ReadIndexResponse index. */
                index: number;

                /**
                 * Creates a new ReadIndexResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ReadIndexResponse instance
                 */
                static create(properties: coffer.raft.v1.ReadIndexResponse.$Shape): coffer.raft.v1.ReadIndexResponse & coffer.raft.v1.ReadIndexResponse.$Shape;
                static create(properties?: coffer.raft.v1.ReadIndexResponse.$Properties): coffer.raft.v1.ReadIndexResponse;

                /**
                 * Encodes the specified ReadIndexResponse message. Does not implicitly {@link coffer.raft.v1.ReadIndexResponse.verify|verify} messages.
                 * @param message ReadIndexResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.ReadIndexResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ReadIndexResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.ReadIndexResponse & coffer.raft.v1.ReadIndexResponse.$Shape} ReadIndexResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.ReadIndexResponse & coffer.raft.v1.ReadIndexResponse.$Shape;
            }

            namespace ReadIndexResponse {

                /** Properties of a ReadIndexResponse. */
                interface $Properties {

                    /** ReadIndexResponse context */
                    context?: number;

                    /** ReadIndexResponse index */
                    index?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ReadIndexResponse. */
                type $Shape = coffer.raft.v1.ReadIndexResponse.$Properties;
            }

            /**
             * Properties of an Entry.
             * @deprecated Use coffer.raft.v1.Entry.$Properties instead.
             */
            interface IEntry extends coffer.raft.v1.Entry.$Properties {
            }

            /** Represents an Entry. */
            class Entry {

                /**
                 * Constructs a new Entry.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.Entry.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Entry term. */
                term: number;

                /** Entry index. */
                index: number;

                /** Entry kind. */
                kind: coffer.raft.v1.EntryKind;

                /** Entry data. */
                data: Uint8Array;

                /**
                 * Creates a new Entry instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Entry instance
                 */
                static create(properties: coffer.raft.v1.Entry.$Shape): coffer.raft.v1.Entry & coffer.raft.v1.Entry.$Shape;
                static create(properties?: coffer.raft.v1.Entry.$Properties): coffer.raft.v1.Entry;

                /**
                 * Encodes the specified Entry message. Does not implicitly {@link coffer.raft.v1.Entry.verify|verify} messages.
                 * @param message Entry message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.Entry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Entry message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.Entry & coffer.raft.v1.Entry.$Shape} Entry
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.Entry & coffer.raft.v1.Entry.$Shape;
            }

            namespace Entry {

                /** Properties of an Entry. */
                interface $Properties {

                    /** Entry term */
                    term?: number;

                    /** Entry index */
                    index?: number;

                    /** Entry kind */
                    kind?: coffer.raft.v1.EntryKind;

                    /** Entry data */
                    data?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Entry. */
                type $Shape = coffer.raft.v1.Entry.$Properties;
            }

            /** EntryKind enum. */
            enum EntryKind {

                /** ENTRY_KIND_DATA value */
                ENTRY_KIND_DATA = 0,

                /** ENTRY_KIND_CONF_CHANGE value */
                ENTRY_KIND_CONF_CHANGE = 1
            }

            /**
             * Properties of a Snapshot.
             * @deprecated Use coffer.raft.v1.Snapshot.$Properties instead.
             */
            interface ISnapshot extends coffer.raft.v1.Snapshot.$Properties {
            }

            /** Represents a Snapshot. */
            class Snapshot {

                /**
                 * Constructs a new Snapshot.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.Snapshot.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Snapshot index. */
                index: number;

                /** Snapshot term. */
                term: number;

                /** Snapshot membership. */
                membership: coffer.raft.v1.Membership;

                /**
                 * Creates a new Snapshot instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Snapshot instance
                 */
                static create(properties: coffer.raft.v1.Snapshot.$Shape): coffer.raft.v1.Snapshot & coffer.raft.v1.Snapshot.$Shape;
                static create(properties?: coffer.raft.v1.Snapshot.$Properties): coffer.raft.v1.Snapshot;

                /**
                 * Encodes the specified Snapshot message. Does not implicitly {@link coffer.raft.v1.Snapshot.verify|verify} messages.
                 * @param message Snapshot message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.Snapshot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Snapshot message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.Snapshot & coffer.raft.v1.Snapshot.$Shape} Snapshot
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.Snapshot & coffer.raft.v1.Snapshot.$Shape;
            }

            namespace Snapshot {

                /** Properties of a Snapshot. */
                interface $Properties {

                    /** Snapshot index */
                    index?: number;

                    /** Snapshot term */
                    term?: number;

                    /** Snapshot membership */
                    membership?: coffer.raft.v1.Membership.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Snapshot. */
                type $Shape = coffer.raft.v1.Snapshot.$Properties;
            }

            /**
             * Properties of a Membership.
             * @deprecated Use coffer.raft.v1.Membership.$Properties instead.
             */
            interface IMembership extends coffer.raft.v1.Membership.$Properties {
            }

            /** Represents a Membership. */
            class Membership {

                /**
                 * Constructs a new Membership.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.Membership.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Membership voters. */
                voters: number[];

                /** Membership votersOutgoing. */
                votersOutgoing: number[];

                /** Membership learners. */
                learners: number[];

                /** Membership learnersNext. */
                learnersNext: number[];

                /** Membership autoLeave. */
                autoLeave: boolean;

                /**
                 * Creates a new Membership instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Membership instance
                 */
                static create(properties: coffer.raft.v1.Membership.$Shape): coffer.raft.v1.Membership & coffer.raft.v1.Membership.$Shape;
                static create(properties?: coffer.raft.v1.Membership.$Properties): coffer.raft.v1.Membership;

                /**
                 * Encodes the specified Membership message. Does not implicitly {@link coffer.raft.v1.Membership.verify|verify} messages.
                 * @param message Membership message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.Membership.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Membership message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.Membership & coffer.raft.v1.Membership.$Shape} Membership
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.Membership & coffer.raft.v1.Membership.$Shape;
            }

            namespace Membership {

                /** Properties of a Membership. */
                interface $Properties {

                    /** Membership voters */
                    voters?: number[];

                    /** Membership votersOutgoing */
                    votersOutgoing?: number[];

                    /** Membership learners */
                    learners?: number[];

                    /** Membership learnersNext */
                    learnersNext?: number[];

                    /** Membership autoLeave */
                    autoLeave?: boolean;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Membership. */
                type $Shape = coffer.raft.v1.Membership.$Properties;
            }

            /**
             * Properties of a ConfChange.
             * @deprecated Use coffer.raft.v1.ConfChange.$Properties instead.
             */
            interface IConfChange extends coffer.raft.v1.ConfChange.$Properties {
            }

            /** Represents a ConfChange. */
            class ConfChange {

                /**
                 * Constructs a new ConfChange.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.ConfChange.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ConfChange transition. */
                transition: coffer.raft.v1.ConfChange.Transition;

                /** ConfChange steps. */
                steps: coffer.raft.v1.ConfChangeStep[];

                /** ConfChange context. */
                context: Uint8Array;

                /**
                 * Creates a new ConfChange instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ConfChange instance
                 */
                static create(properties: coffer.raft.v1.ConfChange.$Shape): coffer.raft.v1.ConfChange & coffer.raft.v1.ConfChange.$Shape;
                static create(properties?: coffer.raft.v1.ConfChange.$Properties): coffer.raft.v1.ConfChange;

                /**
                 * Encodes the specified ConfChange message. Does not implicitly {@link coffer.raft.v1.ConfChange.verify|verify} messages.
                 * @param message ConfChange message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.ConfChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ConfChange message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.ConfChange & coffer.raft.v1.ConfChange.$Shape} ConfChange
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.ConfChange & coffer.raft.v1.ConfChange.$Shape;
            }

            namespace ConfChange {

                /** Properties of a ConfChange. */
                interface $Properties {

                    /** ConfChange transition */
                    transition?: coffer.raft.v1.ConfChange.Transition;

                    /** ConfChange steps */
                    steps?: coffer.raft.v1.ConfChangeStep.$Properties[];

                    /** ConfChange context */
                    context?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ConfChange. */
                type $Shape = coffer.raft.v1.ConfChange.$Properties;

                /** Transition enum. */
                enum Transition {

                    /** TRANSITION_AUTO value */
                    TRANSITION_AUTO = 0,

                    /** TRANSITION_JOINT_IMPLICIT value */
                    TRANSITION_JOINT_IMPLICIT = 1,

                    /** TRANSITION_JOINT_EXPLICIT value */
                    TRANSITION_JOINT_EXPLICIT = 2
                }
            }

            /**
             * Properties of a ConfChangeStep.
             * @deprecated Use coffer.raft.v1.ConfChangeStep.$Properties instead.
             */
            interface IConfChangeStep extends coffer.raft.v1.ConfChangeStep.$Properties {
            }

            /** Represents a ConfChangeStep. */
            class ConfChangeStep {

                /**
                 * Constructs a new ConfChangeStep.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.raft.v1.ConfChangeStep.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ConfChangeStep action. */
                action: coffer.raft.v1.ConfChangeStep.Action;

                /** ConfChangeStep nodeId. */
                nodeId: number;

                /**
                 * Creates a new ConfChangeStep instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ConfChangeStep instance
                 */
                static create(properties: coffer.raft.v1.ConfChangeStep.$Shape): coffer.raft.v1.ConfChangeStep & coffer.raft.v1.ConfChangeStep.$Shape;
                static create(properties?: coffer.raft.v1.ConfChangeStep.$Properties): coffer.raft.v1.ConfChangeStep;

                /**
                 * Encodes the specified ConfChangeStep message. Does not implicitly {@link coffer.raft.v1.ConfChangeStep.verify|verify} messages.
                 * @param message ConfChangeStep message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.raft.v1.ConfChangeStep.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ConfChangeStep message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.raft.v1.ConfChangeStep & coffer.raft.v1.ConfChangeStep.$Shape} ConfChangeStep
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.raft.v1.ConfChangeStep & coffer.raft.v1.ConfChangeStep.$Shape;
            }

            namespace ConfChangeStep {

                /** Properties of a ConfChangeStep. */
                interface $Properties {

                    /** ConfChangeStep action */
                    action?: coffer.raft.v1.ConfChangeStep.Action;

                    /** ConfChangeStep nodeId */
                    nodeId?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ConfChangeStep. */
                type $Shape = coffer.raft.v1.ConfChangeStep.$Properties;

                /** Action enum. */
                enum Action {

                    /** ACTION_ADD_VOTER value */
                    ACTION_ADD_VOTER = 0,

                    /** ACTION_REMOVE value */
                    ACTION_REMOVE = 1,

                    /** ACTION_UPDATE value */
                    ACTION_UPDATE = 2,

                    /** ACTION_ADD_LEARNER value */
                    ACTION_ADD_LEARNER = 3
                }
            }
        }
    }
}
