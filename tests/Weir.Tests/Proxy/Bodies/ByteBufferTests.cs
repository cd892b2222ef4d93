// Bytes between a receive and a send: appended, skipped, moved to the front, and the block given back exactly once.
using System.Text;
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Bodies;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Bodies;

public sealed class ByteBufferTests
{
    private const int Front = Limits.BlockHeadroomBytes;
    private const int Limit = Limits.BlockBytes - Limits.BlockTailroomBytes;

    private readonly BlockPool _blocks = new(Limits.BlockBytes, 4);
    private ByteBuffer _buffer;

    [Fact]
    public void An_empty_buffer_has_no_bytes_and_room()
    {
        _buffer.Count.ShouldBe(0);
        _buffer.Unread.Length.ShouldBe(0);
        _buffer.TryMakeRoom().ShouldBeTrue();
        _buffer.Release(_blocks);
        _blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void What_is_appended_is_unread_until_it_is_skipped()
    {
        Block block = Rent();
        Append(block, Front, "hello");
        Append(block, Front + 5, " world");
        Text().ShouldBe("hello world");
        _buffer.Skip(6);
        Text().ShouldBe("world");
        _buffer.Count.ShouldBe(5);
        _buffer.Start.ShouldBe(Front + 6);
    }

    [Fact]
    public void A_block_that_comes_back_is_lent_no_more()
    {
        Block block = Rent();
        _buffer.IsLent = true;
        Append(block, Front, "x");
        _buffer.IsLent.ShouldBeFalse();
        _buffer.IsLent = true;
        _buffer.Set(block, Front, 1);
        _buffer.IsLent.ShouldBeFalse();
    }

    [Fact]
    public void A_full_block_makes_room_by_moving_what_is_unread_to_the_front()
    {
        Block block = Rent();
        "tail"u8.CopyTo(block.Bytes.AsSpan(Limit - 4));
        _buffer.Set(block, Front, Limit - Front);
        _buffer.Skip(Limit - Front - 4);

        _buffer.TryMakeRoom().ShouldBeTrue();
        Text().ShouldBe("tail");
        _buffer.Start.ShouldBe(Front);
        _buffer.End.ShouldBe(Front + 4);
    }

    [Fact]
    public void Nothing_moves_while_there_is_room_behind()
    {
        _buffer.Set(Rent(), Front, Limit - Front - 1);
        _buffer.Skip(100);
        _buffer.TryMakeRoom().ShouldBeTrue();
        _buffer.Start.ShouldBe(Front + 100);
    }

    [Fact]
    public void A_block_full_of_unread_bytes_has_no_room()
    {
        _buffer.Set(Rent(), Front, Limit - Front);
        _buffer.TryMakeRoom().ShouldBeFalse();
        _buffer.Count.ShouldBe(Limit - Front);
    }

    [Fact]
    public void A_move_over_itself_keeps_every_byte()
    {
        Block block = Rent();
        for (int i = 0; i < Limits.BlockBytes; i++)
        {
            block.Bytes[i] = (byte)(i * 31 >> 3);
        }

        _buffer.Set(block, Front, Limit - Front);
        _buffer.Skip(7); // the old and the new place overlap
        byte[] before = _buffer.Unread.ToArray();
        _buffer.TryMakeRoom().ShouldBeTrue();
        _buffer.Unread.SequenceEqual(before).ShouldBeTrue();
    }

    [Fact]
    public void A_block_that_is_lent_is_not_returned_with_the_buffer()
    {
        Block block = Rent();
        Append(block, Front, "x");
        _buffer.IsLent = true;
        _buffer.Release(_blocks);
        _blocks.RentedCount.ShouldBe(1);
        _buffer.Block.ShouldBeNull();
        _blocks.Return(block);
    }

    [Fact]
    public void A_block_that_is_here_is_returned_once()
    {
        Append(Rent(), Front, "x");
        _buffer.Release(_blocks);
        _buffer.Release(_blocks);
        _blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void A_forgotten_block_is_somebody_elses()
    {
        Append(Rent(), Front, "x");
        _buffer.Forget();
        _buffer.Release(_blocks);
        _blocks.RentedCount.ShouldBe(1);
    }

    private Block Rent()
    {
        _blocks.TryRent(out Block? block).ShouldBeTrue();
        return block!;
    }

    private void Append(Block block, int offset, string text)
    {
        Encoding.ASCII.GetBytes(text).CopyTo(block.Bytes, offset);
        _buffer.Append(block, offset, text.Length);
    }

    private string Text() => Encoding.ASCII.GetString(_buffer.Unread);
}
