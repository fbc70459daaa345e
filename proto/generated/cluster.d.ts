import * as $protobuf from "protobufjs/minimal.js";

/** Namespace coffer. */
export namespace coffer {

    /** Namespace cluster. */
    namespace cluster {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a Frame.
             * @deprecated Use coffer.cluster.v1.Frame.$Properties instead.
             */
            interface IFrame extends coffer.cluster.v1.Frame.$Properties {
            }

            /** Represents a Frame. */
            class Frame {

                /**
                 * Constructs a new Frame.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.cluster.v1.Frame.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Frame hello. */
                hello: coffer.cluster.v1.Hello;

                /** Frame facts. */
                facts: coffer.cluster.v1.Facts;

                /** Frame note. */
                note: coffer.cluster.v1.Note;

                /** Frame batch. */
                batch: Uint8Array;

                /**
                 * Creates a new Frame instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Frame instance
                 */
                static create(properties: coffer.cluster.v1.Frame.$Shape): coffer.cluster.v1.Frame & coffer.cluster.v1.Frame.$Shape;
                static create(properties?: coffer.cluster.v1.Frame.$Properties): coffer.cluster.v1.Frame;

                /**
                 * Encodes the specified Frame message. Does not implicitly {@link coffer.cluster.v1.Frame.verify|verify} messages.
                 * @param message Frame message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.cluster.v1.Frame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Frame message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.cluster.v1.Frame & coffer.cluster.v1.Frame.$Shape} Frame
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.cluster.v1.Frame & coffer.cluster.v1.Frame.$Shape;
            }

            namespace Frame {

                /** Properties of a Frame. */
                interface $Properties {

                    /** Frame hello */
                    hello?: coffer.cluster.v1.Hello.$Properties;

                    /** Frame facts */
                    facts?: coffer.cluster.v1.Facts.$Properties;

                    /** Frame note */
                    note?: coffer.cluster.v1.Note.$Properties;

                    /** Frame batch */
                    batch?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Frame. */
                type $Shape = coffer.cluster.v1.Frame.$Properties;
            }

            /**
             * Properties of a FrameReply.
             * @deprecated Use coffer.cluster.v1.FrameReply.$Properties instead.
             */
            interface IFrameReply extends coffer.cluster.v1.FrameReply.$Properties {
            }

            /** Represents a FrameReply. */
            class FrameReply {

                /**
                 * Constructs a new FrameReply.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.cluster.v1.FrameReply.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** FrameReply hello. */
                hello: coffer.cluster.v1.Hello;

                /** FrameReply facts. */
                facts: coffer.cluster.v1.Facts;

                /**
                 * Creates a new FrameReply instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns FrameReply instance
                 */
                static create(properties: coffer.cluster.v1.FrameReply.$Shape): coffer.cluster.v1.FrameReply & coffer.cluster.v1.FrameReply.$Shape;
                static create(properties?: coffer.cluster.v1.FrameReply.$Properties): coffer.cluster.v1.FrameReply;

                /**
                 * Encodes the specified FrameReply message. Does not implicitly {@link coffer.cluster.v1.FrameReply.verify|verify} messages.
                 * @param message FrameReply message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.cluster.v1.FrameReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a FrameReply message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.cluster.v1.FrameReply & coffer.cluster.v1.FrameReply.$Shape} FrameReply
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.cluster.v1.FrameReply & coffer.cluster.v1.FrameReply.$Shape;
            }

            namespace FrameReply {

                /** Properties of a FrameReply. */
                interface $Properties {

                    /** FrameReply hello */
                    hello?: coffer.cluster.v1.Hello.$Properties;

                    /** FrameReply facts */
                    facts?: coffer.cluster.v1.Facts.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a FrameReply. */
                type $Shape = coffer.cluster.v1.FrameReply.$Properties;
            }

            /**
             * Properties of a Hello.
             * @deprecated Use coffer.cluster.v1.Hello.$Properties instead.
             */
            interface IHello extends coffer.cluster.v1.Hello.$Properties {
            }

            /** Represents a Hello. */
            class Hello {

                /**
                 * Constructs a new Hello.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.cluster.v1.Hello.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Hello format. */
                format: number;

                /** Hello clusterId. */
                clusterId: string;

                /** Hello lineageId. */
                lineageId: string;

                /** Hello from. */
                from: number;

                /** Hello to. */
                to: number;

                /**
                 * Creates a new Hello instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Hello instance
                 */
                static create(properties: coffer.cluster.v1.Hello.$Shape): coffer.cluster.v1.Hello & coffer.cluster.v1.Hello.$Shape;
                static create(properties?: coffer.cluster.v1.Hello.$Properties): coffer.cluster.v1.Hello;

                /**
                 * Encodes the specified Hello message. Does not implicitly {@link coffer.cluster.v1.Hello.verify|verify} messages.
                 * @param message Hello message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.cluster.v1.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Hello message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.cluster.v1.Hello & coffer.cluster.v1.Hello.$Shape} Hello
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.cluster.v1.Hello & coffer.cluster.v1.Hello.$Shape;
            }

            namespace Hello {

                /** Properties of a Hello. */
                interface $Properties {

                    /** Hello format */
                    format?: number;

                    /** Hello clusterId */
                    clusterId?: string;

                    /** Hello lineageId */
                    lineageId?: string;

                    /** Hello from */
                    from?: number;

                    /** Hello to */
                    to?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Hello. */
                type $Shape = coffer.cluster.v1.Hello.$Properties;
            }

            /**
             * Properties of a Facts.
             * @deprecated Use coffer.cluster.v1.Facts.$Properties instead.
             */
            interface IFacts extends coffer.cluster.v1.Facts.$Properties {
            }

            /** Represents a Facts. */
            class Facts {

                /**
                 * Constructs a new Facts.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.cluster.v1.Facts.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Facts nodeId. */
                nodeId: string;

                /** Facts apiAddr. */
                apiAddr: string;

                /** Facts hostname. */
                hostname: string;

                /** Facts version. */
                version: string;

                /** Facts sealed. */
                sealed: boolean;

                /** Facts featureLevel. */
                featureLevel: number;

                /** Facts clusterAddr. */
                clusterAddr: string;

                /** Facts forwardingAddr. */
                forwardingAddr: string;

                /** Facts pins. */
                pins: string[];

                /** Facts members. */
                members: coffer.cluster.v1.Members;

                /**
                 * Creates a new Facts instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Facts instance
                 */
                static create(properties: coffer.cluster.v1.Facts.$Shape): coffer.cluster.v1.Facts & coffer.cluster.v1.Facts.$Shape;
                static create(properties?: coffer.cluster.v1.Facts.$Properties): coffer.cluster.v1.Facts;

                /**
                 * Encodes the specified Facts message. Does not implicitly {@link coffer.cluster.v1.Facts.verify|verify} messages.
                 * @param message Facts message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.cluster.v1.Facts.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Facts message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.cluster.v1.Facts & coffer.cluster.v1.Facts.$Shape} Facts
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.cluster.v1.Facts & coffer.cluster.v1.Facts.$Shape;
            }

            namespace Facts {

                /** Properties of a Facts. */
                interface $Properties {

                    /** Facts nodeId */
                    nodeId?: string;

                    /** Facts apiAddr */
                    apiAddr?: string;

                    /** Facts hostname */
                    hostname?: string;

                    /** Facts version */
                    version?: string;

                    /** Facts sealed */
                    sealed?: boolean;

                    /** Facts featureLevel */
                    featureLevel?: number;

                    /** Facts clusterAddr */
                    clusterAddr?: string;

                    /** Facts forwardingAddr */
                    forwardingAddr?: string;

                    /** Facts pins */
                    pins?: string[];

                    /** Facts members */
                    members?: coffer.cluster.v1.Members.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Facts. */
                type $Shape = coffer.cluster.v1.Facts.$Properties;
            }

            /**
             * Properties of a Members.
             * @deprecated Use coffer.cluster.v1.Members.$Properties instead.
             */
            interface IMembers extends coffer.cluster.v1.Members.$Properties {
            }

            /** Represents a Members. */
            class Members {

                /**
                 * Constructs a new Members.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.cluster.v1.Members.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Members index. */
                index: number;

                /** Members members. */
                members: coffer.cluster.v1.Member[];

                /**
                 * Creates a new Members instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Members instance
                 */
                static create(properties: coffer.cluster.v1.Members.$Shape): coffer.cluster.v1.Members & coffer.cluster.v1.Members.$Shape;
                static create(properties?: coffer.cluster.v1.Members.$Properties): coffer.cluster.v1.Members;

                /**
                 * Encodes the specified Members message. Does not implicitly {@link coffer.cluster.v1.Members.verify|verify} messages.
                 * @param message Members message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.cluster.v1.Members.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Members message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.cluster.v1.Members & coffer.cluster.v1.Members.$Shape} Members
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.cluster.v1.Members & coffer.cluster.v1.Members.$Shape;
            }

            namespace Members {

                /** Properties of a Members. */
                interface $Properties {

                    /** Members index */
                    index?: number;

                    /** Members members */
                    members?: coffer.cluster.v1.Member.$Properties[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Members. */
                type $Shape = coffer.cluster.v1.Members.$Properties;
            }

            /**
             * Properties of a Member.
             * @deprecated Use coffer.cluster.v1.Member.$Properties instead.
             */
            interface IMember extends coffer.cluster.v1.Member.$Properties {
            }

            /** Represents a Member. */
            class Member {

                /**
                 * Constructs a new Member.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.cluster.v1.Member.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Member incarnation. */
                incarnation: number;

                /** Member clusterAddr. */
                clusterAddr: string;

                /** Member forwardingAddr. */
                forwardingAddr: string;

                /** Member pins. */
                pins: string[];

                /**
                 * Creates a new Member instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Member instance
                 */
                static create(properties: coffer.cluster.v1.Member.$Shape): coffer.cluster.v1.Member & coffer.cluster.v1.Member.$Shape;
                static create(properties?: coffer.cluster.v1.Member.$Properties): coffer.cluster.v1.Member;

                /**
                 * Encodes the specified Member message. Does not implicitly {@link coffer.cluster.v1.Member.verify|verify} messages.
                 * @param message Member message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.cluster.v1.Member.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Member message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.cluster.v1.Member & coffer.cluster.v1.Member.$Shape} Member
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.cluster.v1.Member & coffer.cluster.v1.Member.$Shape;
            }

            namespace Member {

                /** Properties of a Member. */
                interface $Properties {

                    /** Member incarnation */
                    incarnation?: number;

                    /** Member clusterAddr */
                    clusterAddr?: string;

                    /** Member forwardingAddr */
                    forwardingAddr?: string;

                    /** Member pins */
                    pins?: string[];

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Member. */
                type $Shape = coffer.cluster.v1.Member.$Properties;
            }

            /**
             * Properties of a Note.
             * @deprecated Use coffer.cluster.v1.Note.$Properties instead.
             */
            interface INote extends coffer.cluster.v1.Note.$Properties {
            }

            /** Represents a Note. */
            class Note {

                /**
                 * Constructs a new Note.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.cluster.v1.Note.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Note electionWishMs. */
                electionWishMs: number;

                /** Note electionMs. */
                electionMs: number;

                /** Note eligible. */
                eligible: boolean;

                /** Note logTimeMs. */
                logTimeMs: number;

                /** Note logTimeWarm. */
                logTimeWarm: boolean;

                /** Note wallMs. */
                wallMs: number;

                /**
                 * Creates a new Note instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Note instance
                 */
                static create(properties: coffer.cluster.v1.Note.$Shape): coffer.cluster.v1.Note & coffer.cluster.v1.Note.$Shape;
                static create(properties?: coffer.cluster.v1.Note.$Properties): coffer.cluster.v1.Note;

                /**
                 * Encodes the specified Note message. Does not implicitly {@link coffer.cluster.v1.Note.verify|verify} messages.
                 * @param message Note message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.cluster.v1.Note.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Note message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.cluster.v1.Note & coffer.cluster.v1.Note.$Shape} Note
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.cluster.v1.Note & coffer.cluster.v1.Note.$Shape;
            }

            namespace Note {

                /** Properties of a Note. */
                interface $Properties {

                    /** Note electionWishMs */
                    electionWishMs?: number;

                    /** Note electionMs */
                    electionMs?: number;

                    /** Note eligible */
                    eligible?: boolean;

                    /** Note logTimeMs */
                    logTimeMs?: number;

                    /** Note logTimeWarm */
                    logTimeWarm?: boolean;

                    /** Note wallMs */
                    wallMs?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Note. */
                type $Shape = coffer.cluster.v1.Note.$Properties;
            }

            /**
             * Properties of a StandingRequest.
             * @deprecated Use coffer.cluster.v1.StandingRequest.$Properties instead.
             */
            interface IStandingRequest extends coffer.cluster.v1.StandingRequest.$Properties {
            }

            /** Represents a StandingRequest. */
            class StandingRequest {

                /**
                 * Constructs a new StandingRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.cluster.v1.StandingRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** StandingRequest clusterId. */
                clusterId: string;

                /** StandingRequest incarnation. */
                incarnation: number;

                /**
                 * Creates a new StandingRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns StandingRequest instance
                 */
                static create(properties: coffer.cluster.v1.StandingRequest.$Shape): coffer.cluster.v1.StandingRequest & coffer.cluster.v1.StandingRequest.$Shape;
                static create(properties?: coffer.cluster.v1.StandingRequest.$Properties): coffer.cluster.v1.StandingRequest;

                /**
                 * Encodes the specified StandingRequest message. Does not implicitly {@link coffer.cluster.v1.StandingRequest.verify|verify} messages.
                 * @param message StandingRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.cluster.v1.StandingRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a StandingRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.cluster.v1.StandingRequest & coffer.cluster.v1.StandingRequest.$Shape} StandingRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.cluster.v1.StandingRequest & coffer.cluster.v1.StandingRequest.$Shape;
            }

            namespace StandingRequest {

                /** Properties of a StandingRequest. */
                interface $Properties {

                    /** StandingRequest clusterId */
                    clusterId?: string;

                    /** StandingRequest incarnation */
                    incarnation?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a StandingRequest. */
                type $Shape = coffer.cluster.v1.StandingRequest.$Properties;
            }

            /**
             * Properties of a StandingReply.
             * @deprecated Use coffer.cluster.v1.StandingReply.$Properties instead.
             */
            interface IStandingReply extends coffer.cluster.v1.StandingReply.$Properties {
            }

            /** Represents a StandingReply. */
            class StandingReply {

                /**
                 * Constructs a new StandingReply.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.cluster.v1.StandingReply.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** StandingReply standing. */
                standing: coffer.cluster.v1.StandingReply.Standing;

                /** StandingReply clusterId. */
                clusterId: string;

                /** StandingReply lineageId. */
                lineageId: string;

                /** StandingReply nodeId. */
                nodeId: string;

                /** StandingReply incarnation. */
                incarnation: number;

                /**
                 * Creates a new StandingReply instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns StandingReply instance
                 */
                static create(properties: coffer.cluster.v1.StandingReply.$Shape): coffer.cluster.v1.StandingReply & coffer.cluster.v1.StandingReply.$Shape;
                static create(properties?: coffer.cluster.v1.StandingReply.$Properties): coffer.cluster.v1.StandingReply;

                /**
                 * Encodes the specified StandingReply message. Does not implicitly {@link coffer.cluster.v1.StandingReply.verify|verify} messages.
                 * @param message StandingReply message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.cluster.v1.StandingReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a StandingReply message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.cluster.v1.StandingReply & coffer.cluster.v1.StandingReply.$Shape} StandingReply
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.cluster.v1.StandingReply & coffer.cluster.v1.StandingReply.$Shape;
            }

            namespace StandingReply {

                /** Properties of a StandingReply. */
                interface $Properties {

                    /** StandingReply standing */
                    standing?: coffer.cluster.v1.StandingReply.Standing;

                    /** StandingReply clusterId */
                    clusterId?: string;

                    /** StandingReply lineageId */
                    lineageId?: string;

                    /** StandingReply nodeId */
                    nodeId?: string;

                    /** StandingReply incarnation */
                    incarnation?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a StandingReply. */
                type $Shape = coffer.cluster.v1.StandingReply.$Properties;

                /** Standing enum. */
                enum Standing {

                    /** STANDING_STRANGER value */
                    STANDING_STRANGER = 0,

                    /** STANDING_MEMBER value */
                    STANDING_MEMBER = 1,

                    /** STANDING_REMOVED value */
                    STANDING_REMOVED = 2,

                    /** STANDING_UNDECIDED value */
                    STANDING_UNDECIDED = 3
                }
            }

            /**
             * Properties of a PullRequest.
             * @deprecated Use coffer.cluster.v1.PullRequest.$Properties instead.
             */
            interface IPullRequest extends coffer.cluster.v1.PullRequest.$Properties {
            }

            /** Represents a PullRequest. */
            class PullRequest {

                /**
                 * Constructs a new PullRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.cluster.v1.PullRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PullRequest atLeast. */
                atLeast: number;

                /** PullRequest clusterId. */
                clusterId: string;

                /** PullRequest lineageId. */
                lineageId: string;

                /**
                 * Creates a new PullRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PullRequest instance
                 */
                static create(properties: coffer.cluster.v1.PullRequest.$Shape): coffer.cluster.v1.PullRequest & coffer.cluster.v1.PullRequest.$Shape;
                static create(properties?: coffer.cluster.v1.PullRequest.$Properties): coffer.cluster.v1.PullRequest;

                /**
                 * Encodes the specified PullRequest message. Does not implicitly {@link coffer.cluster.v1.PullRequest.verify|verify} messages.
                 * @param message PullRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.cluster.v1.PullRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PullRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.cluster.v1.PullRequest & coffer.cluster.v1.PullRequest.$Shape} PullRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.cluster.v1.PullRequest & coffer.cluster.v1.PullRequest.$Shape;
            }

            namespace PullRequest {

                /** Properties of a PullRequest. */
                interface $Properties {

                    /** PullRequest atLeast */
                    atLeast?: number;

                    /** PullRequest clusterId */
                    clusterId?: string;

                    /** PullRequest lineageId */
                    lineageId?: string;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PullRequest. */
                type $Shape = coffer.cluster.v1.PullRequest.$Properties;
            }

            /**
             * Properties of a StatePart.
             * @deprecated Use coffer.cluster.v1.StatePart.$Properties instead.
             */
            interface IStatePart extends coffer.cluster.v1.StatePart.$Properties {
            }

            /** Represents a StatePart. */
            class StatePart {

                /**
                 * Constructs a new StatePart.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.cluster.v1.StatePart.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** StatePart header. */
                header: coffer.cluster.v1.StateHeader;

                /** StatePart records. */
                records: coffer.cluster.v1.StateRecord[];

                /** StatePart end. */
                end: coffer.cluster.v1.StateEnd;

                /**
                 * Creates a new StatePart instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns StatePart instance
                 */
                static create(properties: coffer.cluster.v1.StatePart.$Shape): coffer.cluster.v1.StatePart & coffer.cluster.v1.StatePart.$Shape;
                static create(properties?: coffer.cluster.v1.StatePart.$Properties): coffer.cluster.v1.StatePart;

                /**
                 * Encodes the specified StatePart message. Does not implicitly {@link coffer.cluster.v1.StatePart.verify|verify} messages.
                 * @param message StatePart message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.cluster.v1.StatePart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a StatePart message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.cluster.v1.StatePart & coffer.cluster.v1.StatePart.$Shape} StatePart
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.cluster.v1.StatePart & coffer.cluster.v1.StatePart.$Shape;
            }

            namespace StatePart {

                /** Properties of a StatePart. */
                interface $Properties {

                    /** StatePart header */
                    header?: coffer.cluster.v1.StateHeader.$Properties;

                    /** StatePart records */
                    records?: coffer.cluster.v1.StateRecord.$Properties[];

                    /** StatePart end */
                    end?: coffer.cluster.v1.StateEnd.$Properties;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a StatePart. */
                type $Shape = coffer.cluster.v1.StatePart.$Properties;
            }

            /**
             * Properties of a StateHeader.
             * @deprecated Use coffer.cluster.v1.StateHeader.$Properties instead.
             */
            interface IStateHeader extends coffer.cluster.v1.StateHeader.$Properties {
            }

            /** Represents a StateHeader. */
            class StateHeader {

                /**
                 * Constructs a new StateHeader.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.cluster.v1.StateHeader.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** StateHeader format. */
                format: number;

                /** StateHeader index. */
                index: number;

                /** StateHeader term. */
                term: number;

                /** StateHeader membership. */
                membership: Uint8Array;

                /**
                 * Creates a new StateHeader instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns StateHeader instance
                 */
                static create(properties: coffer.cluster.v1.StateHeader.$Shape): coffer.cluster.v1.StateHeader & coffer.cluster.v1.StateHeader.$Shape;
                static create(properties?: coffer.cluster.v1.StateHeader.$Properties): coffer.cluster.v1.StateHeader;

                /**
                 * Encodes the specified StateHeader message. Does not implicitly {@link coffer.cluster.v1.StateHeader.verify|verify} messages.
                 * @param message StateHeader message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.cluster.v1.StateHeader.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a StateHeader message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.cluster.v1.StateHeader & coffer.cluster.v1.StateHeader.$Shape} StateHeader
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.cluster.v1.StateHeader & coffer.cluster.v1.StateHeader.$Shape;
            }

            namespace StateHeader {

                /** Properties of a StateHeader. */
                interface $Properties {

                    /** StateHeader format */
                    format?: number;

                    /** StateHeader index */
                    index?: number;

                    /** StateHeader term */
                    term?: number;

                    /** StateHeader membership */
                    membership?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a StateHeader. */
                type $Shape = coffer.cluster.v1.StateHeader.$Properties;
            }

            /**
             * Properties of a StateRecord.
             * @deprecated Use coffer.cluster.v1.StateRecord.$Properties instead.
             */
            interface IStateRecord extends coffer.cluster.v1.StateRecord.$Properties {
            }

            /** Represents a StateRecord. */
            class StateRecord {

                /**
                 * Constructs a new StateRecord.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.cluster.v1.StateRecord.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** StateRecord key. */
                key: string;

                /** StateRecord value. */
                value: Uint8Array;

                /**
                 * Creates a new StateRecord instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns StateRecord instance
                 */
                static create(properties: coffer.cluster.v1.StateRecord.$Shape): coffer.cluster.v1.StateRecord & coffer.cluster.v1.StateRecord.$Shape;
                static create(properties?: coffer.cluster.v1.StateRecord.$Properties): coffer.cluster.v1.StateRecord;

                /**
                 * Encodes the specified StateRecord message. Does not implicitly {@link coffer.cluster.v1.StateRecord.verify|verify} messages.
                 * @param message StateRecord message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.cluster.v1.StateRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a StateRecord message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.cluster.v1.StateRecord & coffer.cluster.v1.StateRecord.$Shape} StateRecord
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.cluster.v1.StateRecord & coffer.cluster.v1.StateRecord.$Shape;
            }

            namespace StateRecord {

                /** Properties of a StateRecord. */
                interface $Properties {

                    /** StateRecord key */
                    key?: string;

                    /** StateRecord value */
                    value?: Uint8Array;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a StateRecord. */
                type $Shape = coffer.cluster.v1.StateRecord.$Properties;
            }

            /**
             * Properties of a StateEnd.
             * @deprecated Use coffer.cluster.v1.StateEnd.$Properties instead.
             */
            interface IStateEnd extends coffer.cluster.v1.StateEnd.$Properties {
            }

            /** Represents a StateEnd. */
            class StateEnd {

                /**
                 * Constructs a new StateEnd.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: coffer.cluster.v1.StateEnd.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** StateEnd records. */
                records: number;

                /**
                 * Creates a new StateEnd instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns StateEnd instance
                 */
                static create(properties: coffer.cluster.v1.StateEnd.$Shape): coffer.cluster.v1.StateEnd & coffer.cluster.v1.StateEnd.$Shape;
                static create(properties?: coffer.cluster.v1.StateEnd.$Properties): coffer.cluster.v1.StateEnd;

                /**
                 * Encodes the specified StateEnd message. Does not implicitly {@link coffer.cluster.v1.StateEnd.verify|verify} messages.
                 * @param message StateEnd message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: coffer.cluster.v1.StateEnd.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a StateEnd message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {coffer.cluster.v1.StateEnd & coffer.cluster.v1.StateEnd.$Shape} StateEnd
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): coffer.cluster.v1.StateEnd & coffer.cluster.v1.StateEnd.$Shape;
            }

            namespace StateEnd {

                /** Properties of a StateEnd. */
                interface $Properties {

                    /** StateEnd records */
                    records?: number;

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a StateEnd. */
                type $Shape = coffer.cluster.v1.StateEnd.$Properties;
            }
        }
    }
}
