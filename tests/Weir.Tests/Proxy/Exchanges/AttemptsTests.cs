// Which backend is asked, and whether a request goes out again after its connection died: what is safe, what is free, what is bounded.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Tests.Proxy.Io;
using Xunit;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Proxy.Exchanges;

public sealed class AttemptsTests
{
    [Theory]
    [InlineData(HttpMethod.Get, true)]
    [InlineData(HttpMethod.Put, true)]
    [InlineData(HttpMethod.Delete, true)]
    [InlineData(HttpMethod.Post, false)]
    [InlineData(HttpMethod.Patch, false)]
    [InlineData(HttpMethod.Other, false)]
    public void A_stale_connection_is_replaced_by_a_fresh_one_for_idempotent_requests(
        HttpMethod method,
        bool isRetried
    )
    {
        ExchangeRig rig = Sent(AcquireResult.Reused, method);
        Die(rig).ShouldBe(isRetried ? "acquire fresh" : "failure 502");
    }

    [Fact]
    public void Without_a_byte_written_even_a_post_goes_to_a_fresh_connection()
    {
        ExchangeRig rig = Sent(AcquireResult.Reused, HttpMethod.Post);
        rig.Backend.Written = false;
        Die(rig).ShouldBe("acquire fresh");
    }

    [Theory]
    [InlineData(AcquireResult.Opened)]
    [InlineData(AcquireResult.Warm)]
    public void Only_a_reused_connection_can_have_been_stale(AcquireResult how)
    {
        ExchangeRig rig = Sent(how);
        BackendState first = rig.Backend.Claim.Backend.ShouldNotBeNull();
        Die(rig).ShouldBe("acquire");
        rig.Backend.Claim.Backend.ShouldNotBe(first);
    }

    [Fact]
    public void The_fresh_connection_comes_once_and_to_the_same_backend_then_another_then_the_end()
    {
        ExchangeRig rig = Sent(AcquireResult.Reused);
        BackendState first = rig.Backend.Claim.Backend.ShouldNotBeNull();
        Die(rig).ShouldBe("acquire fresh");
        rig.Backend.Claim.Backend.ShouldBe(first);
        Die(Again(rig, AcquireResult.Reused)).ShouldBe("acquire");
        rig.Backend.Claim.Backend.ShouldNotBe(first);
        Die(Again(rig, AcquireResult.Reused)).ShouldBe("failure 502");
        rig.Client.Calls.Count(c => c == "closing").ShouldBe(4); // each time a connection closes, the last by both ends
    }

    [Theory]
    [InlineData(AcquireResult.Reused)]
    [InlineData(AcquireResult.Opened)]
    public void What_is_no_longer_in_its_buffer_cannot_go_out_again(AcquireResult how)
    {
        ExchangeRig rig = Sent(how);
        rig.Client.Resendable = false;
        Die(rig).ShouldBe("failure 502");
        FreeRetries(rig).ShouldBe(ClusterState.FreeRetries);
    }

    [Theory]
    [InlineData(AcquireResult.Reused)]
    [InlineData(AcquireResult.Opened)]
    public void A_request_whose_body_is_still_coming_is_not_retried(AcquireResult how)
    {
        ExchangeRig rig = Sent(how, isWhole: false);
        Die(rig).ShouldBe("failure 502");
    }

    [Fact]
    public void Retries_end_at_their_number_and_hold_one_place_of_the_budget()
    {
        ExchangeRig rig = Sent(AcquireResult.Opened, retries: 3);
        Die(rig).ShouldBe("acquire");
        Die(Again(rig, AcquireResult.Opened)).ShouldBe("acquire");
        Die(Again(rig, AcquireResult.Opened)).ShouldBe("acquire");
        FreeRetries(rig).ShouldBe(ClusterState.FreeRetries - 1);
        Die(Again(rig, AcquireResult.Opened)).ShouldBe("failure 502");
    }

    [Fact]
    public void Each_further_retry_is_paid_for_anew()
    {
        ExchangeRig rig = Sent(AcquireResult.Opened, retries: 3);
        rig.Test.Cluster.Counters.Load.Arrivals = 10; // two retries
        rig.Test.Members.Backends[0].TryReserve().ShouldBeTrue();
        rig.Test.Members.Backends[0].TryReserve().ShouldBeTrue();
        TakeFreeRetries(rig);

        Die(rig).ShouldBe("acquire");
        Die(Again(rig, AcquireResult.Opened)).ShouldBe("acquire");
        Die(Again(rig, AcquireResult.Opened)).ShouldBe("failure 502");
        FreeRetries(rig).ShouldBe(0); // the three of others are all there are
    }

    [Fact]
    public void With_retries_set_to_zero_there_are_none() =>
        Die(Sent(AcquireResult.Opened, retries: 0)).ShouldBe("failure 502");

    [Fact]
    public void A_spent_budget_ends_retries_but_not_the_replacement_of_a_stale_connection()
    {
        ExchangeRig rig = Sent(AcquireResult.Reused);
        TakeFreeRetries(rig);
        Die(rig).ShouldBe("acquire fresh");
        Die(Again(rig, AcquireResult.Opened)).ShouldBe("failure 502");
    }

    [Fact]
    public void A_retry_ends_with_its_exchange()
    {
        ExchangeRig rig = Sent(AcquireResult.Opened);
        Die(rig).ShouldBe("acquire");
        FreeRetries(rig).ShouldBe(ClusterState.FreeRetries - 1);
        Again(rig, AcquireResult.Opened).Head().Taken();
        rig.Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
        FreeRetries(rig).ShouldBe(ClusterState.FreeRetries);
    }

    [Fact]
    public void A_backend_that_cannot_be_reached_costs_no_retry_and_no_budget()
    {
        var rig = new ExchangeRig(c => c with { Retries = 0 });
        rig.Test.Events.LogsDebug = true;
        rig.Ask();
        BackendState first = rig.Backend.Claim.Backend.ShouldNotBeNull();
        rig.Test.Refuse();
        rig.Exchange.At.ShouldBe(ExchangeStep.Acquire);
        rig.Backend.Claim.Backend.ShouldNotBe(first);
        FreeRetries(rig).ShouldBe(ClusterState.FreeRetries);
        rig.Test.Events.Told.ShouldContain($"retry web {first.Address} connection_refused 7");

        rig.Test.Refuse(); // none is left: the client hears what the last one did
        rig.Client.Calls[^1].ShouldBe("failure 502");
        rig.Facts.Outcome.Error.ShouldBe(FailureCode.ConnectionRefused);
    }

    [Fact]
    public void What_an_attempt_came_to_counts_no_more_once_the_next_is_under_way()
    {
        ExchangeRig rig = Sent(AcquireResult.Opened);
        Die(rig);
        rig.Facts.Outcome.Error.ShouldBe(FailureCode.ConnectionTerminated);
        Again(rig, AcquireResult.Opened);
        rig.Facts.Outcome.HasFailed.ShouldBeFalse();
    }

    [Fact]
    public void A_head_without_room_is_431()
    {
        var rig = new ExchangeRig();
        rig.Backend.HeadHasRoom = false;
        rig.Ask().Connect();
        rig.Client.Calls[^1].ShouldBe("failure 431");
        rig.Client.Calls.ShouldNotContain("lend");
    }

    [Fact]
    public void A_thread_that_has_too_much_to_do_turns_requests_away()
    {
        var rig = new ExchangeRig();
        rig.Test.Reactor.Lag.LimitUs = 1;
        for (int i = 0; i < 9; i++)
        {
            rig.Test.Reactor.Lag.Look(10);
        }

        rig.Test.Reactor.Lag.TryShedRequest().ShouldBeFalse(); // every other one
        rig.Ask();
        rig.Client.Calls.ShouldBe(["failure 503"]);
        rig.Facts.Outcome.ShouldBe(
            new Outcome(
                FailureCode.ConnectionLimitReached,
                "overloaded: reactor.maxLag is passed",
                503
            )
        );
        rig.Test.Counters.Shed.ShouldBe(1);
        rig.Test.Cluster.Counters.Load.Arrivals.ShouldBe(0);
    }

    [Fact]
    public void A_full_queue_is_503()
    {
        var rig = new ExchangeRig(c => c with { MaxConnections = 1, MaxQueue = 0 });
        rig.AskInQueue();
        rig.Client.Calls.ShouldBe(["failure 503"]);
        (rig.Facts.Outcome.Error, rig.Facts.Outcome.Detail).ShouldBe(
            (FailureCode.ConnectionLimitReached, "every backend and the queue are full")
        );
    }

    [Fact]
    public void Without_a_usable_backend_it_is_503()
    {
        var rig = new ExchangeRig();
        Drain(rig);
        rig.Ask();
        rig.Client.Calls.ShouldBe(["failure 503"]);
        (rig.Facts.Outcome.Error, rig.Facts.Outcome.Detail).ShouldBe(
            (FailureCode.DestinationUnavailable, "no usable backend")
        );
    }

    [Fact]
    public void A_wait_in_the_queue_ends_when_no_backend_is_left()
    {
        var rig = new ExchangeRig(c => c with { MaxConnections = 1 });
        rig.AskInQueue();
        Drain(rig);
        rig.Exchange.OnRoom().ShouldBeTrue();
        rig.Client.Calls.ShouldBe(["failure 503"]);
        (rig.Facts.Outcome.Error, rig.Facts.Outcome.Detail).ShouldBe(
            (FailureCode.DestinationUnavailable, "no usable backend")
        );
    }

    [Fact]
    public void A_stale_connection_closes_and_its_place_is_kept_for_the_fresh_one()
    {
        ExchangeRig rig = Sent(AcquireResult.Reused);
        FakeChannel stale = rig.Test.LastConnect;
        string backend = rig.Backend.Claim.Backend.ShouldNotBeNull().Address;
        Die(rig).ShouldBe("acquire fresh");
        stale.Calls[^1].ShouldBe("close");
        (rig.PlacesHeld, rig.Test.Services.Pool.OpenCount).ShouldBe((1, 1));
        rig.Backend.Calls[^2..].ShouldBe(["end", "acquire fresh"]);
        rig.Steps.ShouldContain($"0 BackendFailed {backend} connection_terminated");
        rig.Test.Cluster.Counters.Retries[(int)FailureCode.ConnectionTerminated].ShouldBe(1);

        rig.Test.Refuse(); // another backend's pool is as good as any
        rig.Backend.Calls[^1].ShouldBe("acquire");
    }

    [Fact]
    public void Another_backend_is_asked_with_the_place_on_the_first_given_back()
    {
        ExchangeRig rig = Sent(AcquireResult.Opened);
        FakeChannel dead = rig.Test.LastConnect;
        Die(rig).ShouldBe("acquire");
        dead.Calls[^1].ShouldBe("close");
        (rig.PlacesHeld, rig.Test.Services.Pool.OpenCount).ShouldBe((1, 1));
        rig.Backend.Calls[^2..].ShouldBe(["end", "acquire"]);
        rig.Test.Cluster.Counters.Retries[(int)FailureCode.ConnectionTerminated].ShouldBe(1);
    }

    [Fact]
    public void A_request_that_has_ended_pays_its_retry_back_once()
    {
        ExchangeRig rig = Sent(AcquireResult.Opened);
        Die(rig).ShouldBe("acquire");
        Again(rig, AcquireResult.Opened).Head().Taken();
        TakeFreeRetries(rig);
        rig.Exchange.Clear();
        rig.Exchange.Begin(rig.Client, rig.Backend, rig.Listener);
        rig.Exchange.Abandon();
        rig.Test.Members.State.TryStartFreeRetry().ShouldBeFalse();
    }

    [Fact]
    public void Each_request_has_its_own_stale_connection_and_its_own_retries()
    {
        ExchangeRig rig = Sent(AcquireResult.Reused);
        Die(rig).ShouldBe("acquire fresh");
        Die(Again(rig, AcquireResult.Opened)).ShouldBe("acquire");
        Again(rig, AcquireResult.Opened).Head().Taken();
        rig.Exchange.Clear();
        rig.Exchange.Begin(rig.Client, rig.Backend, rig.Listener);
        rig.Ask();
        rig.Backend.Calls.Count(c => c == "acquire fresh").ShouldBe(1);
        if (rig.Exchange.At == ExchangeStep.Acquire)
        {
            rig.Connect();
        }

        rig.Backend.Claim.Connection.ShouldNotBeNull().AcquiredAs = AcquireResult.Reused;
        rig.Sent();
        Die(rig).ShouldBe("acquire fresh");
        Die(Again(rig, AcquireResult.Opened)).ShouldBe("acquire");
    }

    private static ExchangeRig Sent(
        AcquireResult how,
        HttpMethod method = HttpMethod.Get,
        int retries = 1,
        bool isWhole = true
    )
    {
        var rig = new ExchangeRig(c => c with { Retries = retries }, backends: 6);
        rig.Ask(method, isWhole);
        return Again(rig, how);
    }

    // The connection stands, and all of the request that is here has gone out over it.
    private static ExchangeRig Again(ExchangeRig rig, AcquireResult how)
    {
        rig.Connect();
        rig.Backend.Claim.Connection.ShouldNotBeNull().AcquiredAs = how;
        return rig.Sent();
    }

    // The connection dies; what the exchange did about it last.
    private static string Die(ExchangeRig rig)
    {
        rig.BackendEnds();
        return rig.Exchange.At == ExchangeStep.Acquire
            ? rig.Backend.Calls[^1]
            : rig.Client.Calls[^1];
    }

    private static int FreeRetries(ExchangeRig rig)
    {
        int free = 0;
        while (rig.Test.Members.State.TryStartFreeRetry())
        {
            free++;
        }

        for (int i = 0; i < free; i++)
        {
            rig.Test.Members.State.EndRetry();
        }

        return free;
    }

    private static void TakeFreeRetries(ExchangeRig rig)
    {
        for (int i = 0; i < ClusterState.FreeRetries; i++)
        {
            rig.Test.Members.State.TryStartFreeRetry().ShouldBeTrue();
        }
    }

    private static void Drain(ExchangeRig rig)
    {
        foreach (BackendState backend in rig.Test.Members.Backends)
        {
            backend.SetAdmin(AdminState.Drain).ShouldBeTrue();
        }
    }
}
