// Clients that keep asking until they are told to stop, and remember everything that went wrong.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Weir.SystemTests.Support;

/// <summary>Keep-alive clients in a closed loop. A connection that ends between two answers is what HTTP allows and is opened anew; an
/// answer that is not 200, or that is cut, is a failure. So is a request without an answer, which <see cref="Unanswered"/> counts.</summary>
public sealed class LoadClients
{
    private readonly Task[] _clients;
    private readonly Func<EndPoint> _server;
    private volatile bool _stops;
    private int _answers;
    private int _unanswered;
    private int _closesAnnounced;

    private LoadClients(Func<EndPoint> server, int connections)
    {
        _server = server;
        _clients = [.. Enumerable.Range(0, connections).Select(_ => Task.Run(RunAsync))];
    }

    public int Answers => Volatile.Read(ref _answers);

    /// <summary>Requests on a kept connection that ended before the first byte of an answer.</summary>
    public int Unanswered => Volatile.Read(ref _unanswered);

    /// <summary>Answers that said <c>Connection: close</c>.</summary>
    public int ClosesAnnounced => Volatile.Read(ref _closesAnnounced);

    public ConcurrentQueue<string> Failures { get; } = new();

    public ConcurrentDictionary<string, int> Bodies { get; } = new();

    public static LoadClients Start(EndPoint server, int connections = 8) =>
        new(() => server, connections);

    public async Task UntilAnswersAsync(int more)
    {
        int target = Answers + more;
        await Eventually.Until(() => Answers >= target, $"{more} more answers come");
    }

    /// <summary>Ends the load: every request under way gets its answer.</summary>
    public async Task StopAsync()
    {
        _stops = true;
        await Eventually.Within(Task.WhenAll(_clients), "the clients to end");
    }

    private async Task RunAsync()
    {
        while (!_stops)
        {
            RawClient client;
            try
            {
                client = await RawClient.ConnectAsync(_server());
            }
            catch (SocketException)
            {
                return; // nobody listens any more
            }

            using (client)
            {
                await AskUntilClosedAsync(client);
            }
        }
    }

    private async Task AskUntilClosedAsync(RawClient client)
    {
        while (!_stops)
        {
            long before = client.BytesReceived;
            HttpMessage answer;
            try
            {
                answer = await client.GetAsync("/load");
            }
            catch (Exception e)
            {
                if (client.BytesReceived > before || e is TimeoutException)
                {
                    Failures.Enqueue(e.ToString());
                }
                else
                {
                    Interlocked.Increment(ref _unanswered);
                }

                return;
            }

            if (answer.Status != 200)
            {
                Failures.Enqueue(answer.Head + answer.Body);
            }

            Bodies.AddOrUpdate(answer.Body, 1, (_, count) => count + 1);
            Interlocked.Increment(ref _answers);
            if (answer.Field("Connection") == "close")
            {
                Interlocked.Increment(ref _closesAnnounced);
                return;
            }
        }
    }
}
