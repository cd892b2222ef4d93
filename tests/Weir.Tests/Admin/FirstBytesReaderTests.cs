// What the first bytes of a connection decide.
using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Shouldly;
using Weir.Admin;
using Xunit;

namespace Weir.Tests.Admin;

public sealed class FirstBytesReaderTests
{
    private readonly Pipe _pipe = new();
    private readonly FirstBytesReader _reader;
    private int _refused;

    public FirstBytesReaderTests() =>
        _reader = new FirstBytesReader(
            _pipe.Reader,
            () =>
            {
                _refused++;
                return ValueTask.CompletedTask;
            }
        );

    [Fact]
    public async Task A_tls_hello_is_refused_and_looks_like_the_end()
    {
        await WriteAsync(0x16, 0x03, 0x01);
        for (int i = 0; i < 2; i++)
        {
            ReadResult result = await ReadAsync();
            result.IsCompleted.ShouldBeTrue();
            result.Buffer.IsEmpty.ShouldBeTrue();
            _reader.AdvanceTo(result.Buffer.End);
        }

        _reader.TryRead(out ReadResult again).ShouldBeTrue();
        again.IsCompleted.ShouldBeTrue();
        _refused.ShouldBe(1);
    }

    [Fact]
    public async Task Its_first_byte_alone_decides_nothing()
    {
        await WriteAsync(0x16);
        ValueTask<ReadResult> read = ReadAsync();
        read.IsCompleted.ShouldBeFalse();
        await WriteAsync(0x03);
        (await read).IsCompleted.ShouldBeTrue();
        _refused.ShouldBe(1);
    }

    [Fact]
    public async Task Everything_else_passes_as_it_came_and_later_bytes_are_not_looked_at()
    {
        await WriteAsync("GET"u8.ToArray());
        _reader.TryRead(out _).ShouldBeFalse("nothing is known yet");
        ReadResult first = await ReadAsync();
        Encoding.ASCII.GetString(first.Buffer).ShouldBe("GET");
        _reader.AdvanceTo(first.Buffer.End);
        await WriteAsync(0x16, 0x03);
        _reader.TryRead(out ReadResult second).ShouldBeTrue();
        second.Buffer.ToArray().ShouldBe([0x16, 0x03]);
        _reader.AdvanceTo(second.Buffer.End);
        _refused.ShouldBe(0);
    }

    [Theory]
    [InlineData(new byte[] { 0x16, 0x04 })]
    [InlineData(new byte[] { 0x16 })]
    public async Task Half_a_sign_is_none(byte[] bytes)
    {
        await WriteAsync(bytes);
        await _pipe.Writer.CompleteAsync();
        (await ReadAsync()).Buffer.ToArray().ShouldBe(bytes);
        _refused.ShouldBe(0);
    }

    private ValueTask<ReadResult> ReadAsync() =>
        _reader.ReadAsync(TestContext.Current.CancellationToken);

    private async Task WriteAsync(params byte[] bytes) =>
        await _pipe.Writer.WriteAsync(bytes, TestContext.Current.CancellationToken);
}
