// Who has to go when one connection more comes than there are places.
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Weir.Admin;
using Xunit;

namespace Weir.Tests.Admin;

public sealed class ConnectionTableTests
{
    private readonly ConnectionTable _table = new(2);

    [Fact]
    public async Task The_one_that_said_nothing_for_the_longest_goes_first()
    {
        (DefaultConnectionContext first, _) = Connect();
        (DefaultConnectionContext second, _) = Connect();
        await AskAsync(first);
        (DefaultConnectionContext third, _) = Connect();
        IsOpen(first).ShouldBeTrue("it asked after the second came");
        IsOpen(second).ShouldBeFalse();
        Connect();
        IsOpen(first).ShouldBeFalse();
        IsOpen(third).ShouldBeTrue();
    }

    [Fact]
    public async Task A_request_under_way_keeps_its_place()
    {
        (DefaultConnectionContext busy, _) = Connect();
        (TaskCompletionSource answer, Task request) = Begin(busy);
        for (int i = 0; i < 5; i++)
        {
            Connect();
        }

        IsOpen(busy).ShouldBeTrue();
        answer.SetResult();
        await request;
        Connect();
        IsOpen(busy).ShouldBeTrue("the other has been idle for longer");
        Connect();
        IsOpen(busy).ShouldBeFalse();
    }

    [Fact]
    public void Where_all_are_busy_the_oldest_goes()
    {
        (DefaultConnectionContext first, _) = Connect();
        (DefaultConnectionContext second, _) = Connect();
        Begin(first);
        Begin(second);
        Connect();
        IsOpen(first).ShouldBeFalse();
        IsOpen(second).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_leaves_makes_room()
    {
        (DefaultConnectionContext first, TaskCompletionSource firstEnd) = Connect();
        (DefaultConnectionContext second, _) = Connect();
        firstEnd.SetResult();
        await Task.Yield();
        Connect();
        IsOpen(first).ShouldBeTrue();
        IsOpen(second).ShouldBeTrue();
    }

    private static bool IsOpen(DefaultConnectionContext connection) =>
        !connection.ConnectionClosed.IsCancellationRequested;

    private (DefaultConnectionContext Connection, TaskCompletionSource End) Connect()
    {
        var connection = new ClosableConnection();
        var end = new TaskCompletionSource();
        _ = _table.InvokeAsync(connection, _ => end.Task);
        return (connection, end);
    }

    private (TaskCompletionSource Answer, Task Request) Begin(DefaultConnectionContext connection)
    {
        var answer = new TaskCompletionSource();
        var context = new DefaultHttpContext(connection.Features);
        return (answer, _table.InvokeAsync(context, _ => answer.Task));
    }

    private Task AskAsync(DefaultConnectionContext connection)
    {
        (TaskCompletionSource answer, Task request) = Begin(connection);
        answer.SetResult();
        return request;
    }

    // Closes its token when it is aborted, as Kestrel's do.
    private sealed class ClosableConnection : DefaultConnectionContext
    {
        private readonly CancellationTokenSource _closed = new();

        public ClosableConnection() => ConnectionClosed = _closed.Token;

        public override void Abort(ConnectionAbortedException abortReason) => _closed.Cancel();
    }
}
