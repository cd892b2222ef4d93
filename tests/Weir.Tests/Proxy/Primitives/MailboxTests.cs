// Order, bounds, and that no message is left lying while its owner sleeps.
using Shouldly;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Proxy.Primitives;

public sealed class MailboxTests
{
    [Fact]
    public void Messages_come_out_in_the_order_posted()
    {
        var mailbox = new Mailbox<int>(8, () => { });
        mailbox.IsEmpty.ShouldBeTrue();
        mailbox.TryPost(1).ShouldBeTrue();
        mailbox.Post(2);
        mailbox.IsEmpty.ShouldBeFalse();

        mailbox.TryReceive(out int first).ShouldBeTrue();
        mailbox.TryReceive(out int second).ShouldBeTrue();
        mailbox.TryReceive(out _).ShouldBeFalse();
        (first, second).ShouldBe((1, 2));
        mailbox.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_full_mailbox_refuses_what_may_be_lost_and_takes_what_may_not()
    {
        var mailbox = new Mailbox<int>(2, () => { });
        mailbox.TryPost(1).ShouldBeTrue();
        mailbox.TryPost(2).ShouldBeTrue();
        mailbox.TryPost(3).ShouldBeFalse();
        mailbox.Post(4);

        mailbox.TryReceive(out _);
        mailbox.TryPost(5).ShouldBeFalse();
        mailbox.TryReceive(out _);
        mailbox.TryPost(6).ShouldBeTrue();

        mailbox.TryReceive(out int next);
        next.ShouldBe(4);
    }

    [Fact]
    public void The_owner_is_roused_once_until_it_begins_to_receive()
    {
        int wakes = 0;
        var mailbox = new Mailbox<int>(8, () => wakes++);
        mailbox.Post(1);
        mailbox.Post(2);
        wakes.ShouldBe(1);

        mailbox.BeginReceive();
        mailbox.Post(3);
        wakes.ShouldBe(2);
    }

    [Fact]
    public void No_message_is_left_while_the_owner_sleeps()
    {
        const int Messages = 100_000;
        using var wake = new SemaphoreSlim(0);
        var mailbox = new Mailbox<int>(int.MaxValue, () => wake.Release());
        var senders = Enumerable
            .Range(0, 3)
            .Select(_ => new Thread(() =>
            {
                for (int i = 0; i < Messages; i++)
                {
                    mailbox.Post(i);
                }
            }))
            .ToArray();
        Array.ForEach(senders, s => s.Start());

        int received = 0;
        while (received < senders.Length * Messages)
        {
            wake.Wait(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)
                .ShouldBeTrue("a message lies there and nobody was roused");
            mailbox.BeginReceive();
            while (mailbox.TryReceive(out _))
            {
                received++;
            }
        }

        Array.ForEach(senders, s => s.Join());
        mailbox.IsEmpty.ShouldBeTrue();
    }
}
