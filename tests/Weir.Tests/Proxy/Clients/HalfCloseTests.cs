// What a FIN means, by what came before it and when.
using Shouldly;
using Weir.Proxy.Clients;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Tests.Proxy.Exchanges;
using Weir.Tests.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class HalfCloseTests
{
    private const long Start = 1_000_000;

    private readonly FakeChannel _channel = new();
    private readonly ExchangeRig _rig = new();
    private HalfClose _close;

    public HalfCloseTests() => _close.OnBytes(Start);

    [Fact]
    public void At_first_nothing_has_ended()
    {
        _close.HasEnded.ShouldBeFalse();
        _close.SaidAll.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, "SaidAll")]
    [InlineData(100_000, "SaidAll")]
    [InlineData(100_001, "Left")]
    public void A_fin_right_behind_the_last_byte_ends_what_is_said_and_a_later_one_means_that_it_left(
        long afterUs,
        string means
    )
    {
        Await();
        Fin(afterUs).ShouldBe(means);
        _close.HasEnded.ShouldBeTrue();
        _close.SaidAll.ShouldBe(means == "SaidAll");
    }

    [Fact]
    public void The_last_bytes_count()
    {
        Await();
        _close.OnBytes(Start + 500_000);
        Fin(600_000).ShouldBe("SaidAll");
    }

    [Theory]
    [InlineData(200_000, 100_000, "SaidAll")]
    [InlineData(200_000, 100_001, "Left")]
    [InlineData(100_000, 200_000, "SaidAll")]
    public void A_fin_behind_unread_bytes_is_judged_by_what_the_kernel_saw_last(
        long afterUs,
        long ageUs,
        string means
    )
    {
        Await();
        _channel.InputAge = ageUs;
        Fin(afterUs, isRead: false).ShouldBe(means);
        _close.HasEnded.ShouldBeFalse();
    }

    [Fact]
    public void A_fin_that_is_read_is_not_judged_by_the_kernel()
    {
        Await();
        _channel.InputAge = 0;
        Fin(200_000).ShouldBe("Left");
    }

    [Fact]
    public void An_end_that_was_read_stays_read()
    {
        Await();
        Fin(0);
        Fin(0, isRead: false);
        _close.HasEnded.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true, "Incomplete")]
    [InlineData(false, "Left")]
    public void A_request_that_ends_inside_its_body_cannot_be_answered_once_the_fin_is_read(
        bool isRead,
        string means
    )
    {
        Await();
        _channel.InputAge = 200_000;
        Fin(200_000, isRead, isInside: true).ShouldBe(means);
        _close.SaidAll.ShouldBeFalse();
        _close.HasEnded.ShouldBe(isRead);
    }

    [Theory]
    [InlineData("Stream")]
    [InlineData("Fail")]
    [InlineData("Cut")]
    public void Once_there_is_a_response_a_body_may_end_early(string at)
    {
        Respond(at);
        Fin(0, isInside: true).ShouldBe("SaidAll");
    }

    [Theory]
    [InlineData("Stream", "Left")]
    [InlineData("Fail", "SaidAll")]
    [InlineData("Cut", "SaidAll")]
    public void A_response_that_tells_of_a_failure_goes_out_however_late_the_fin(
        string at,
        string means
    )
    {
        Respond(at);
        Fin(200_000).ShouldBe(means);
    }

    [Fact]
    public void A_failure_that_is_not_told_yet_makes_no_difference()
    {
        Await();
        _rig.Facts.Fail(FailureCode.ConnectionTerminated, "");
        Fin(200_000).ShouldBe("Left");
    }

    [Fact]
    public void Where_the_listener_allows_it_every_fin_is_a_half_close()
    {
        Await();
        Fin(200_000, mayHalfClose: true).ShouldBe("SaidAll");
        _close.SaidAll.ShouldBeTrue();
    }

    [Fact]
    public void Who_has_said_all_has_not_left_by_a_second_look()
    {
        Await();
        Fin(0, isRead: false).ShouldBe("SaidAll");
        Fin(200_000).ShouldBe("SaidAll");
        _close.SaidAll.ShouldBeTrue();
    }

    private string Fin(
        long afterUs,
        bool isRead = true,
        bool isInside = false,
        bool mayHalfClose = false
    ) =>
        _close
            .OnFin(_rig.Exchange, _channel, isInside, isRead, mayHalfClose, Start + afterUs)
            .ToString();

    private void Await()
    {
        _rig.Ask().Connect().Sent();
        _rig.Exchange.At.ShouldBe(ExchangeStep.Await);
    }

    private void Respond(string at)
    {
        Await();
        if (at == "Fail")
        {
            _rig.Client.Sending = true; // an interim response
            _rig.Exchange.Fail(FailureCode.HttpResponseTimeout, "");
        }
        else
        {
            _rig.Backend.FirstStatus = Weir.Proxy.Bodies.BodyStatus.More;
            _rig.Head();
        }

        if (at == "Cut")
        {
            _rig.Client.CutIsDue = false;
            _rig.Exchange.Fail(FailureCode.HttpResponseIncomplete, "");
        }

        _rig.Exchange.At.ToString().ShouldBe(at);
    }
}
