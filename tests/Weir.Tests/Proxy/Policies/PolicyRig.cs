// A request as policies see it, and a worker that can be late.
using System.Net;
using Shouldly;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Policies;
using Weir.Proxy.Primitives;
using Weir.Tests.Protocol;

namespace Weir.Tests.Proxy.Policies;

internal sealed class PolicyRig
{
    public PolicyRig(
        string head = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n",
        string client = "192.0.2.1",
        bool peerIsTrusted = false,
        ChannelSecurity? security = null
    )
    {
        byte[] source = Wire.Bytes(head);
        RequestHeadParser
            .Parse(source, Wire.Limits, Request.Head)
            .Status.ShouldBe(ParseStatus.Complete);
        var from = SocketEndpoint.FromAddress(IPAddress.Parse(client), 5000);
        var asks = new ClientFacts();
        asks.Set(from, security);
        Request.Keep(source, asks, peerIsTrusted, []);
        Request.SetRequestId("id-1"u8, new Rng(1));
    }

    public ReceivedRequest Request { get; } = new();

    public PolicyWorker Worker { get; } = new(new LoopLag(), new WorkerCounters());

    /// <summary>The lines that were added, as text.</summary>
    public string Added => Wire.Text(Request.Edits.Text);

    /// <summary>What waits has waited too long, for so long that every other request is turned away.</summary>
    public PolicyRig Late()
    {
        Worker.Lag.LimitUs = 1;
        for (int i = 0; i < 9; i++)
        {
            Worker.Lag.Look(10);
        }

        return this;
    }
}
