// An exchange between two sides that are the test's, with a cluster of two backends and channels that connect when the test says so.
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Backends;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Policies;
using Weir.Proxy.Snapshots;
using Weir.Tests.Proxy.Sessions;
using Weir.Tests.Proxy.Snapshots;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Proxy.Exchanges;

internal sealed class ExchangeRig
{
    public ExchangeRig(
        Func<ClusterConfig, ClusterConfig>? with = null,
        Func<ListenerConfig, ListenerConfig>? listener = null,
        long clientIdleMs = 0,
        int backends = 2,
        Action<byte[]>? writeDate = null,
        PolicyChain? policies = null
    )
    {
        Test = new TestServices(with, backends, writeDate);
        Listener = Listeners.Http(listener ?? (l => l), clientIdleMs);
        Policies = policies ?? Listener.Policies;
        Client = new FakeClientStream(Test.Reactor.Blocks);
        Backend = new FakeBackendStream(Test.Services);
        Exchange = new Exchange(Test.Services);
        Exchange.Begin(Client, Backend, Listener);
        Keep();
    }

    public TestServices Test { get; }

    public ListenerSnapshot Listener { get; }

    public PolicyChain Policies { get; }

    public FakeClientStream Client { get; }

    public FakeBackendStream Backend { get; }

    public Exchange Exchange { get; }

    public ExchangeFacts Facts => Exchange.Facts;

    /// <summary>Requests under way, as the listener counts them.</summary>
    /// <summary>What is counted for the cluster that it was routed to, or for none.</summary>
    public ClusterCounters Counted => Test.Services.CountersOf(Facts.Route.Cluster);

    public long ActiveRequests => Test.Counters.Listener(0).ActiveRequests;

    /// <summary>Places that other clients have.</summary>
    public int Others { get; private set; }

    /// <summary>Places held on backends, as the cluster counts them.</summary>
    public int PlacesHeld => Test.Members.Backends.Sum(b => b.InUse);

    /// <summary>What the flight recorder would tell: microseconds, kind, and what else there is of each step.</summary>
    public string Steps =>
        string.Join(
            "; ",
            Facts
                .Trace.Build()
                .Select(s =>
                    string.Join(
                        ' ',
                        new[]
                        {
                            $"{s.AtUs}",
                            $"{s.Kind}",
                            s.Subject,
                            s.Error,
                            s.Status == 0 ? null : $"{s.Status}",
                        }.Where(t => t is not null)
                    )
                )
        );

    /// <summary>A whole request for the cluster; picked for, unless it fails.</summary>
    public ExchangeRig Ask(HttpMethod method = HttpMethod.Get, bool isWhole = true)
    {
        Keep();
        Facts.Request.Method = method;
        Facts.TryTakeBody(isWhole ? BodyStatus.Complete : BodyStatus.More, 0);
        Facts.Route = new RouteChoice(null, Test.Cluster, Test.Members.Config, Policies);
        Exchange.OnHead();
        return this;
    }

    /// <summary>The connection that was asked for stands, and the request's first piece goes out.</summary>
    public ExchangeRig Connect()
    {
        Test.Connect();
        return this;
    }

    /// <summary>The first piece has been sent.</summary>
    public ExchangeRig Sent(IoStatus status = IoStatus.Ok)
    {
        Exchange.OnRequestSent(Client.Rent(), status);
        return this;
    }

    /// <summary>The clock goes on by so many microseconds.</summary>
    public ExchangeRig Wait(long us)
    {
        Test.Reactor.Now += us;
        return this;
    }

    /// <summary>A request that waits in the queue, since other clients have every place.</summary>
    public ExchangeRig AskInQueue()
    {
        foreach (BackendState backend in Test.Members.Backends)
        {
            while (backend.TryReserve())
            {
                Others++;
            }
        }

        return Ask();
    }

    /// <summary>Its response has begun and the client has what came; more of the body is to come.</summary>
    public ExchangeRig Streaming(bool isWhole = true)
    {
        Ask(isWhole: isWhole).Connect().Sent();
        Backend.FirstStatus = BodyStatus.More;
        return Head().Taken();
    }

    /// <summary>A head comes from the backend.</summary>
    public ExchangeRig Head(int status = 200, ResponseRead read = ResponseRead.Final)
    {
        Backend.Heads.Enqueue((read, status));
        Exchange.OnResponse();
        return this;
    }

    /// <summary>The client has taken what is under way.</summary>
    public ExchangeRig Taken()
    {
        Client.Sending = false;
        Exchange.OnResponseSent(Client.Rent());
        return this;
    }

    /// <summary>The backend's connection ends.</summary>
    public ExchangeRig BackendEnds()
    {
        Backend.Over = true;
        Exchange.OnResponse();
        return this;
    }

    private void Keep() => Facts.Received.Keep([], new ClientFacts(), peerIsTrusted: false, []);
}
