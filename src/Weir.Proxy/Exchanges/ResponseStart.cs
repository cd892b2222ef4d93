// The heads of the response on their way to the client: interim ones, a change of protocol, and the final one with the first bytes behind it.
using Weir.Protocol.Http;
using Weir.Proxy.Bodies;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Policies;
using Weir.Proxy.Pooling;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Exchanges;

/// <summary>The step Await of an exchange, and owned by it.</summary>
internal sealed class ResponseStart(SessionServices services, ExchangeFacts facts)
{
    /// <summary>
    /// Passes on what has come of heads. Final: the response has begun. Ended: the connection died before any byte of a response. Invalid:
    /// the failure is known. More: comes again, once the client has what was passed on.
    /// </summary>
    public ResponseRead Pass(ClientStream client, BackendStream backend)
    {
        while (true)
        {
            switch (backend.ReadHead())
            {
                case ResponseRead.More:
                    return ResponseRead.More;
                case ResponseRead.Ended when backend.HasAnswered:
                    facts.Fail(
                        FailureCode.HttpResponseIncomplete,
                        "the backend closed inside the response head"
                    );
                    return ResponseRead.Invalid;
                case ResponseRead.Ended:
                    return ResponseRead.Ended;
                case ResponseRead.Invalid:
                    return Refuse(backend.Problem);
                case ResponseRead.Interim when client.TakesInterim:
                    return PassInterim(client, backend);
                case ResponseRead.Interim:
                    backend.SkipHead();
                    break;
                case ResponseRead.Switching when !MaySwitch:
                    return Hold();
                default:
                    return PassFinal(client, backend);
            }
        }
    }

    // Whether all of the request is sent by one who asked to switch: what is still to be sent of it would become the other protocol's bytes,
    // and what the client says next would meet a channel that is sending (RFC 9110 §7.8, §15.2.2).
    private bool MaySwitch => facts.Request.WantsUpgrade && facts.Request.IsSent;

    // A 101 waits for the rest of a request that is on its way, unless it is wrong whatever comes.
    private ResponseRead Hold()
    {
        if (!facts.Request.WantsUpgrade)
        {
            return Refuse("it switched protocols unasked");
        }

        if (!facts.Request.IsWhole || facts.Request.IsCut)
        {
            return Refuse("it switched protocols before it had the whole request");
        }

        facts.Response.IsHeld = true;
        return ResponseRead.More;
    }

    private ResponseRead PassInterim(ClientStream client, BackendStream backend)
    {
        services.Edits.Clear();
        if (client.TryWriteHead(backend.Head, backend.HeadSource, services.Edits))
        {
            BlockPiece rest = backend.TakeInterim();
            if (client.TrySendHead(rest))
            {
                return ResponseRead.More;
            }

            backend.TakeBack(rest.Block);
        }

        return Refuse(backend.Problem);
    }

    private ResponseRead PassFinal(ClientStream client, BackendStream backend)
    {
        ResponseHead head = backend.Head;
        int status = head.StatusCode;
        bool isUpgrading = status == 101;
        facts.Response.IsHeld = false;
        services.Edits.Clear();
        var view = new ResponseView
        {
            Request = facts.Received,
            Head = head,
            Source = backend.HeadSource,
            Date = services.Date.At(services.Reactor.NowUs),
        };
        facts.Route.Policies!.Edit(view, services.Edits); // a backend was asked
        BodyTransform transform = client.TransformOf(head.Body);
        if (!client.TryWriteHead(head, backend.HeadSource, services.Edits))
        {
            return Refuse(backend.Problem);
        }

        BlockPiece first = backend.TakeFinal(transform);
        if (first.Status == BodyStatus.Invalid || !client.TrySendHead(first))
        {
            backend.Drop(first.Block);
            return Refuse(backend.Problem);
        }

        facts.Response.Status = status;
        facts.Response.IsUpgrading = isUpgrading;
        facts.Response.Body = isUpgrading ? BodyStatus.More : first.Status;
        Count(status, backend.Claim);
        client.OnResponseBegun();
        client.SetDeadlineIn(facts.IdleRules.LookUs);
        return ResponseRead.Final;
    }

    private void Count(int status, BackendClaim claim)
    {
        facts.CountResponse(services);
        PooledConnection connection = claim.Connection!; // it has just answered
        connection.Counters.CountResponse(status, facts.Times.FirstByteUs);
        facts.Trace.Note(
            FailureStepKind.Responded,
            services.Reactor.NowUs,
            connection.Backend.Address,
            FailureCode.None,
            status
        );
    }

    private ResponseRead Refuse(string? problem)
    {
        facts.Fail(FailureCode.HttpProtocolError, Failure.NotHttp(problem));
        return ResponseRead.Invalid;
    }
}
